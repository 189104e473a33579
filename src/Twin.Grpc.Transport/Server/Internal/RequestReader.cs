using System.Buffers;
using System.IO.Pipelines;
using Grpc.Core;
using Twin.Grpc.Transport.Wire;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Reads the requests of one call from the request pipe.</summary>
internal sealed class RequestReader<TRequest>(HttpContextServerCallContext call, Func<DeserializationContext, TRequest> deserializer)
    : IAsyncStreamReader<TRequest>
    where TRequest : class
{
    private readonly PipeReader _pipe = call.HttpContext.Request.BodyReader;
    private readonly PayloadContext _payload = new();
    private TRequest? _current;
    private bool _reading;
    private bool _atEnd;

    public TRequest Current => _current ?? throw new InvalidOperationException("There is no current message: MoveNext has not returned true.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_reading)
            throw new InvalidOperationException("The previous read has not ended; await it before the next one.");
        _reading = true;
        try
        {
            using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
                static state => ((PipeReader)state!).CancelPendingRead(), _pipe);
            _current = await ReadAsync(cancellationToken).ConfigureAwait(false);
            return _current is not null;
        }
        finally
        {
            _reading = false;
        }
    }

    /// <summary>Reads the only request of a call.</summary>
    /// <exception cref="RpcException">There is none, or more than one.</exception>
    public async ValueTask<TRequest> ReadSingleAsync()
    {
        TRequest request = await ReadAsync(CancellationToken.None).ConfigureAwait(false)
            ?? throw new RpcException(new Status(StatusCode.Unimplemented, "The call takes one request and none was sent."));
        // Most often the end came with the message, which spares a second read.
        return _atEnd || await ReadAsync(CancellationToken.None).ConfigureAwait(false) is null
            ? request
            : throw new RpcException(new Status(StatusCode.Unimplemented, "The call takes one request and more were sent."));
    }

    private async ValueTask<TRequest?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult result;
            try
            {
                result = await _pipe.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception) when (IsBreak(exception))
            {
                throw call.Gone();
            }

            ReadOnlySequence<byte> buffer = result.Buffer;
            if (result.IsCanceled)
            {
                Advance(buffer.Start, buffer.Start);
                cancellationToken.ThrowIfCancellationRequested();
                if (call.End != CallEnd.None)
                    throw call.Interrupted();
                continue;
            }

            if (TryParse(buffer, out TRequest? message, out SequencePosition end))
            {
                _atEnd = result.IsCompleted && buffer.Slice(end).IsEmpty;
                Advance(end, end);
                return message;
            }

            if (result.IsCompleted)
            {
                Advance(buffer.End, buffer.End);
                return buffer.IsEmpty
                    ? null
                    : throw new RpcException(new Status(StatusCode.Internal, "The request stream ends within a message."));
            }

            Advance(buffer.Start, buffer.End);
        }
    }

    // Giving memory back may be what finds that the stream has broken off.
    private void Advance(SequencePosition consumed, SequencePosition examined)
    {
        try
        {
            _pipe.AdvanceTo(consumed, examined);
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            throw call.Gone();
        }
    }

    // The stream or its connection broke off; the request's own token may tell so only later.
    private static bool IsBreak(Exception exception) => exception is IOException or OperationCanceledException;

    private bool TryParse(ReadOnlySequence<byte> buffer, out TRequest? message, out SequencePosition end)
    {
        message = null;
        end = buffer.Start;
        if (buffer.Length < MessageFrame.HeaderSize)
            return false;
        Span<byte> header = stackalloc byte[MessageFrame.HeaderSize];
        buffer.Slice(0, MessageFrame.HeaderSize).CopyTo(header);
        int? maxSize = call.Settings.MaxReceiveSize;
        (bool compressed, int length) = MessageFrame.ReadHeader(header, maxSize);
        if (buffer.Length - MessageFrame.HeaderSize < length)
            return false;
        ReadOnlySequence<byte> payload = buffer.Slice(MessageFrame.HeaderSize, length);
        end = payload.End;
        if (!compressed)
        {
            message = Deserialize(payload);
            return true;
        }

        using var inflated = new PooledMessageWriter();
        call.Settings.Compression.Decompress(payload, call.RequestEncoding, maxSize, inflated);
        message = Deserialize(new ReadOnlySequence<byte>(inflated.Payload));
        return true;
    }

    private TRequest Deserialize(ReadOnlySequence<byte> payload)
    {
        _payload.SetPayload(payload);
        try
        {
            return deserializer(_payload);
        }
        catch (Google.Protobuf.InvalidProtocolBufferException exception)
        {
            throw new RpcException(new Status(StatusCode.Internal, "The request cannot be parsed.", exception));
        }
    }
}
