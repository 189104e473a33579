using System.IO.Pipelines;
using Grpc.Core;
using Twin.Grpc.Transport.Wire;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Writes the responses of one call, in order with the call's end.</summary>
internal sealed class ResponseWriter(HttpContextServerCallContext call)
{
    // With BufferHint the flush waits for company; without a bound a handler that always hints would fill the memory.
    private const int MaxUnflushed = 32 * 1024;

    private PipeWriter? _pipe;
    private PipeMessageWriter? _messages;
    private PooledMessageWriter? _plain;
    private PooledMessageWriter? _compressed;
    private int _unflushed;

    /// <summary>Writes a message; completes at once, without allocation, unless the client is slow.</summary>
    /// <param name="message">The message; may be reused as soon as this returns.</param>
    /// <param name="serializer">Its serializer.</param>
    /// <param name="options">Options of this message.</param>
    /// <param name="flush">Whether the message is sent now; a unary response goes with its trailers.</param>
    public Task WriteAsync<T>(T message, Action<T, SerializationContext> serializer, WriteOptions? options, bool flush)
    {
        WriteFlags flags = options?.Flags ?? default;
        lock (call.Gate)
        {
            if (call.IsEnded || call.End == CallEnd.ClientGone)
                throw call.Interrupted();
            if (_pipe is null)
            {
                Task started = call.StartResponse();
                if (!started.IsCompletedSuccessfully)
                    return WriteAfterAsync(started, message, serializer, options, flush);
                _pipe = call.HttpContext.Response.BodyWriter;
                _messages = new PipeMessageWriter(_pipe);
            }

            _unflushed += Serialize(message, serializer, flags);
            if (!flush || ((flags & WriteFlags.BufferHint) != 0 && _unflushed < MaxUnflushed))
                return Task.CompletedTask;
            _unflushed = 0;
        }

        ValueTask<FlushResult> flushing = _pipe.FlushAsync();
        if (!flushing.IsCompletedSuccessfully)
            return FlushAsync(flushing);
        Check(flushing.Result);
        return Task.CompletedTask;
    }

    /// <summary>Wakes a write that waits for a slow client.</summary>
    public void CancelPendingFlush() => _pipe?.CancelPendingFlush();

    public void Release()
    {
        _plain?.Dispose();
        _compressed?.Dispose();
    }

    private async Task WriteAfterAsync<T>(
        Task started, T message, Action<T, SerializationContext> serializer, WriteOptions? options, bool flush)
    {
        await started.ConfigureAwait(false);
        await WriteAsync(message, serializer, options, flush).ConfigureAwait(false);
    }

    private int Serialize<T>(T message, Action<T, SerializationContext> serializer, WriteFlags flags)
    {
        CallSettings settings = call.Settings;
        if (call.ResponseCompression is { } compression && (flags & WriteFlags.NoCompress) == 0)
        {
            _plain ??= new PooledMessageWriter();
            _compressed ??= new PooledMessageWriter();
            _plain.Write(message, serializer, settings.MaxSendSize);
            PooledMessageWriter framed = _plain;
            if (!_plain.Payload.IsEmpty)
            {
                MessageCompression.Compress(_plain.Payload.Span, compression, settings.ResponseLevel, _compressed, settings.MaxSendSize);
                framed = _compressed;
            }

            System.Buffers.BuffersExtensions.Write(_pipe!, framed.Framed.Span);
            return framed.Framed.Length;
        }

        try
        {
            return _messages!.Write(message, serializer, settings.MaxSendSize);
        }
        catch when (_messages!.Broken)
        {
            call.Break();
            throw;
        }
    }

    private async Task FlushAsync(ValueTask<FlushResult> flushing) => Check(await flushing.ConfigureAwait(false));

    private void Check(FlushResult result)
    {
        if (result.IsCanceled)
            throw call.Interrupted();
        if (result.IsCompleted)
            throw call.Gone();
    }
}
