using System.Buffers;
using System.IO.Pipelines;
using Grpc.Core;
using Twin.Grpc.Transport.Wire;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Serializes messages straight into the response pipe: header and message in place, no copy.</summary>
/// <remarks>
/// A message of up to <see cref="MaxReserved"/> bytes gets one reservation that is committed when it is complete, so that a serializer
/// that fails leaves nothing behind. A larger one is written piece by piece; if it fails, the stream is beyond repair.
/// </remarks>
internal sealed class PipeMessageWriter(PipeWriter pipe) : SerializationContext, IBufferWriter<byte>
{
    private const int MaxReserved = 64 * 1024;

    private Memory<byte> _reserved;
    private PooledMessageWriter? _buffered;
    private int? _maxSize;
    private int _declared;
    private int _written;
    private bool _piecewise;
    private bool _complete;

    /// <summary>Whether a message has been half written.</summary>
    public bool Broken { get; private set; }

    /// <summary>Writes a message into the pipe without flushing.</summary>
    /// <returns>Bytes written, header included.</returns>
    public int Write<T>(T message, Action<T, SerializationContext> serializer, int? maxSize)
    {
        _maxSize = maxSize;
        _declared = -1;
        _written = 0;
        _piecewise = false;
        _complete = false;
        try
        {
            serializer(message, this);
            if (!_complete)
                throw new InvalidOperationException("The serializer returned without completing the message.");
        }
        catch when (_piecewise)
        {
            Broken = true;
            throw;
        }
        finally
        {
            _reserved = default;
            _buffered?.Dispose();
        }

        return MessageFrame.HeaderSize + _written;
    }

    public override void SetPayloadLength(int payloadLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payloadLength);
        MessageFrame.CheckSendSize(payloadLength, _maxSize);
        _declared = payloadLength;
    }

    public override IBufferWriter<byte> GetBufferWriter()
    {
        if (_declared < 0)
        {
            // The length is not known beforehand, and it has to be sent first.
            _buffered ??= new PooledMessageWriter();
            _buffered.Begin(_maxSize);
            return _buffered;
        }

        if (_declared <= MaxReserved)
        {
            _reserved = pipe.GetMemory(MessageFrame.HeaderSize + _declared);
        }
        else
        {
            _piecewise = true;
            MessageFrame.WriteHeader(pipe.GetSpan(MessageFrame.HeaderSize), compressed: false, _declared);
            pipe.Advance(MessageFrame.HeaderSize);
        }

        return this;
    }

    public override void Complete()
    {
        if (_declared < 0)
        {
            Copy((_buffered ?? throw new InvalidOperationException("The message was completed before it was written.")).Payload.Span);
            return;
        }

        if (_written != _declared)
            throw new InvalidOperationException(
                $"A message of {_declared} bytes was serialized to {_written} bytes; was it changed while it was written?");
        if (!_piecewise)
        {
            if (_reserved.IsEmpty)
                _reserved = pipe.GetMemory(MessageFrame.HeaderSize);
            MessageFrame.WriteHeader(_reserved.Span, compressed: false, _declared);
            pipe.Advance(MessageFrame.HeaderSize + _declared);
        }

        _complete = true;
    }

    public override void Complete(byte[] payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        Copy(payload);
    }

    public void Advance(int count)
    {
        _written = checked(_written + count);
        if (_piecewise)
            pipe.Advance(count);
        else
            ArgumentOutOfRangeException.ThrowIfGreaterThan(_written, _reserved.Length - MessageFrame.HeaderSize, nameof(count));
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_piecewise)
            return pipe.GetMemory(sizeHint);
        Memory<byte> free = _reserved[(MessageFrame.HeaderSize + _written)..];
        return free.Length >= Math.Max(sizeHint, 1)
            ? free
            : throw new InvalidOperationException($"The serializer writes more than the {_declared} bytes that it announced.");
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    private void Copy(ReadOnlySpan<byte> payload)
    {
        MessageFrame.CheckSendSize(payload.Length, _maxSize);
        MessageFrame.WriteHeader(pipe.GetSpan(MessageFrame.HeaderSize), compressed: false, payload.Length);
        pipe.Advance(MessageFrame.HeaderSize);
        pipe.Write(payload);
        _written = payload.Length;
        _complete = true;
    }
}
