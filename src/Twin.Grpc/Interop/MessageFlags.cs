using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Twin.Grpc.Interop;

/// <summary>Notes whether each message of a request came compressed, by looking at the bytes on their way to whoever reads them.</summary>
/// <remarks>A handler gets messages inflated and cannot tell; the interoperability cases want to know. One reader at a time, as of any pipe.</remarks>
internal sealed class MessageFlags : PipeReader, IRequestBodyPipeFeature
{
    private const int HeaderSize = 5;

    private readonly PipeReader _body;
    private readonly Queue<bool> _flags = new();
    private ReadOnlySequence<byte> _buffer;
    private long _consumed;
    private long _next;

    private MessageFlags(PipeReader body) => _body = body;

    /// <inheritdoc/>
    public PipeReader Reader => this;

    /// <summary>Puts itself between the body of a request and its reader.</summary>
    public static void Watch(HttpContext context) => context.Features.Set<IRequestBodyPipeFeature>(new MessageFlags(context.Request.BodyReader));

    /// <summary>The flags of a request that is watched.</summary>
    public static MessageFlags Of(HttpContext context) => context.Request.BodyReader as MessageFlags
        ?? throw new InvalidOperationException("The messages of this request are not watched.");

    /// <summary>Whether the next message was flagged as compressed; called once for each message, in order.</summary>
    public bool Take() => _flags.Dequeue();

    /// <inheritdoc/>
    public override bool TryRead(out ReadResult result)
    {
        bool read = _body.TryRead(out result);
        if (read)
            Note(result.Buffer);
        return read;
    }

    /// <inheritdoc/>
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        ReadResult result = await _body.ReadAsync(cancellationToken).ConfigureAwait(false);
        Note(result.Buffer);
        return result;
    }

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _consumed += _buffer.Slice(0, consumed).Length;
        _buffer = default;
        _body.AdvanceTo(consumed, examined);
    }

    /// <inheritdoc/>
    public override void CancelPendingRead() => _body.CancelPendingRead();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => _body.Complete(exception);

    /// <summary>Takes the flag of each header that has come since the last look.</summary>
    private void Note(ReadOnlySequence<byte> buffer)
    {
        _buffer = buffer;
        Span<byte> header = stackalloc byte[HeaderSize];
        while (_next + HeaderSize <= _consumed + buffer.Length)
        {
            buffer.Slice(_next - _consumed, HeaderSize).CopyTo(header);
            _flags.Enqueue((header[0] & 1) != 0);
            _next += HeaderSize + BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        }
    }
}
