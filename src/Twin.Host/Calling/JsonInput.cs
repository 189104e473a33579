using System.Text.Json;

namespace Twin.Host.Calling;

/// <summary>JSON values that stand one after another in a stream, each given as soon as it is complete.</summary>
/// <param name="stream">UTF-8, with or without a byte order mark.</param>
/// <param name="source">What the stream is, for messages.</param>
internal sealed class JsonInput(Stream stream, string source)
{
    // Each message is an object, and lists and maps count too.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 3 * WireReader.DeepestMessage };

    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;
    private bool _isFinal;
    private bool _hasBegun;
    private long _line = 1;

    /// <summary>The next value, or null behind the last one.</summary>
    /// <param name="cancellationToken">Gives up waiting for the stream.</param>
    /// <exception cref="CallException">What comes is no JSON.</exception>
    public async Task<JsonElement?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            SkipSpace();
            if (_start < _end && TryTake(out JsonElement value))
            {
                return value;
            }

            if (_isFinal)
            {
                return null;
            }

            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private bool TryTake(out JsonElement value)
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _isFinal, new JsonReaderState(Options));
        value = default;
        try
        {
            if (!JsonDocument.TryParseValue(ref reader, out JsonDocument? document))
            {
                return false;
            }

            // A number may go on as long as nothing stands behind it.
            if (!_isFinal && document.RootElement.ValueKind == JsonValueKind.Number && reader.BytesConsumed == _end - _start)
            {
                return false;
            }

            value = document.RootElement.Clone();
            document.Dispose();
        }
        catch (JsonException exception)
        {
            string what = exception.Message.Split(" LineNumber:")[0];
            throw new CallException(
                Commands.ExitCode.BadInput,
                $"{source}: line {_line + (exception.LineNumber ?? 0)}, byte {(exception.BytePositionInLine ?? 0) + 1}: This is not JSON. {what}");
        }

        Advance((int)reader.BytesConsumed);
        return true;
    }

    private void SkipSpace()
    {
        int length = _buffer.AsSpan(_start, _end - _start).IndexOfAnyExcept(" \t\r\n"u8);
        Advance(length < 0 ? _end - _start : length);
    }

    private void Advance(int count)
    {
        _line += _buffer.AsSpan(_start, count).Count((byte)'\n');
        _start += count;
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _isFinal = read == 0;
        _end += read;
        if (!_hasBegun && (_end >= 3 || _isFinal))
        {
            _hasBegun = true;
            _start = _buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8) ? 3 : 0;
        }
    }
}
