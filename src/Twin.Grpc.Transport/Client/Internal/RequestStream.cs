using System.Diagnostics.CodeAnalysis;
using System.Net;
using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>Request stream of a caller; its content lends it the HTTP stream and waits until it is completed.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The content disposes the sender when the stream is completed.")]
internal sealed class RequestStream<TRequest, TResponse> : IClientStreamWriter<TRequest>
    where TRequest : class
    where TResponse : class
{
    private readonly ClientCall<TRequest, TResponse> _call;
    private readonly MessageSender _sender = new();
    private readonly TaskCompletionSource<Stream> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _last = Task.CompletedTask;

    public RequestStream(ClientCall<TRequest, TResponse> call)
    {
        _call = call;
        WriteOptions = call.Options.WriteOptions;
        Content = new StreamContent(this);
        // A call that ends without having been sent must not leave a writer waiting.
        call.Ended.UnsafeRegister(
            static state =>
            {
                var self = (RequestStream<TRequest, TResponse>)state!;
                self._opened.TrySetCanceled();
                self._completed.TrySetCanceled();
            },
            this);
    }

    public HttpContent Content { get; }

    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(TRequest message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!_last.IsCompleted)
            throw new InvalidOperationException("The previous write has not ended; await it before the next one.");
        if (_completed.Task.IsCompletedSuccessfully)
            throw new InvalidOperationException("The request stream is completed; nothing can be written to it.");
        return _last = WriteCoreAsync(message, cancellationToken);
    }

    public Task CompleteAsync()
    {
        if (!_last.IsCompleted)
            throw new InvalidOperationException("The previous write has not ended; await it before completing the stream.");
        _completed.TrySetResult();
        return Task.CompletedTask;
    }

    private async Task WriteCoreAsync(TRequest message, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static state => ((ClientCall<TRequest, TResponse>)state!).Fail(
                new Status(StatusCode.Cancelled, "The call was cancelled by the writer.")),
            _call);
        try
        {
            Stream stream = await _opened.Task.ConfigureAwait(false);
            WriteFlags flags = WriteOptions?.Flags ?? default;
            ReadOnlyMemory<byte> framed = _sender.Frame(
                message, _call.RequestSerializer, flags, _call.RequestCompression, _call.Channel.MaxSendSize);
            await stream.WriteAsync(framed, _call.Ended).ConfigureAwait(false);
            if ((flags & WriteFlags.BufferHint) == 0)
                await stream.FlushAsync(_call.Ended).ConfigureAwait(false);
        }
        catch (Exception) when (_call.HasEnded)
        {
            throw _call.Failure;
        }
        catch (RpcException)
        {
            throw;
        }
        catch (ObjectDisposedException exception)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "The server has ended the call and takes no more requests.", exception));
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            // The server may have ended the call; its status, if there is one, is found by whoever reads the response.
            throw new RpcException(StatusMapping.FromException(exception));
        }
    }

    private sealed class StreamContent(RequestStream<TRequest, TResponse> owner) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        // The token fires when the server resets the stream. If it does so after its trailers, the content must end at once: to HttpClient the
        // trailers that nobody has read yet are good only when the request has ended too, and are lost if the connection closes before.
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            // Sends the headers, so that the server can answer before the first request. Without the token: what it stands for is told below.
            await stream.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            if (!owner._opened.TrySetResult(stream))
                throw new IOException("The request stream was opened before; it cannot be sent again.");
            try
            {
                await owner._completed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Sends nothing any more, but fails with the reset if the server did not end the response: that is what the call failed with.
                await stream.WriteAsync(new byte[1], cancellationToken).ConfigureAwait(false);
                throw;
            }

            // Only here no write can be under way; the buffers of a call that was given up are left to the collector.
            owner._sender.Dispose();
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
