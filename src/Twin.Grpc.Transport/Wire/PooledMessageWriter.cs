using System.Buffers;
using Grpc.Core;

namespace Twin.Grpc.Transport.Wire;

/// <summary>Serializes one message after the other into a pooled array, with room for the frame header in front.</summary>
internal sealed class PooledMessageWriter : SerializationContext, IBufferWriter<byte>, IDisposable
{
    private const int InitialSize = 1024;

    private byte[] _buffer = [];
    private int _end = MessageFrame.HeaderSize;
    private int? _maxSize;
    private bool _complete;

    /// <summary>The message without its header.</summary>
    public ReadOnlyMemory<byte> Payload => _buffer.AsMemory(MessageFrame.HeaderSize, _end - MessageFrame.HeaderSize);

    /// <summary>Header and message, as sent.</summary>
    public ReadOnlyMemory<byte> Framed => _buffer.AsMemory(0, _end);

    /// <summary>Serializes a message; what an earlier call left is overwritten.</summary>
    public void Write<T>(T message, Action<T, SerializationContext> serializer, int? maxSize)
    {
        Begin(maxSize);
        serializer(message, this);
        if (!_complete)
            throw new InvalidOperationException("The serializer returned without completing the message.");
        Frame(compressed: false);
    }

    /// <summary>Begins a message that is written through <see cref="IBufferWriter{T}"/> and ended by <see cref="Frame"/>.</summary>
    public void Begin(int? maxSize)
    {
        _maxSize = maxSize;
        _end = MessageFrame.HeaderSize;
        _complete = false;
        if (_buffer.Length == 0)
            _buffer = ArrayPool<byte>.Shared.Rent(InitialSize);
    }

    /// <summary>Writes the header in front of what was written.</summary>
    public void Frame(bool compressed)
    {
        int length = _end - MessageFrame.HeaderSize;
        MessageFrame.CheckSendSize(length, _maxSize);
        MessageFrame.WriteHeader(_buffer, compressed, length);
    }

    public override void SetPayloadLength(int payloadLength)
    {
        MessageFrame.CheckSendSize(payloadLength, _maxSize);
        EnsureFree(payloadLength);
    }

    public override IBufferWriter<byte> GetBufferWriter() => this;

    public override void Complete() => _complete = true;

    public override void Complete(byte[] payload)
    {
        this.Write(payload);
        _complete = true;
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_buffer.Length - _end), nameof(count));
        _end += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureFree(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(_end);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _end = 0;
    }

    private void EnsureFree(int size)
    {
        if (_buffer.Length - _end >= size)
            return;
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(_end + size), (int)Math.Min(2L * _buffer.Length, Array.MaxLength)));
        _buffer.AsSpan(0, _end).CopyTo(larger);
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
