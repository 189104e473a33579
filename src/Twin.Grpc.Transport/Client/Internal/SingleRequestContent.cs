using System.Net;

namespace Grpc.Net.Client.Internal;

/// <summary>Request body of one message.</summary>
internal sealed class SingleRequestContent<TRequest, TResponse>(ClientCall<TRequest, TResponse> call, TRequest request) : HttpContent
    where TRequest : class
    where TResponse : class
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var sender = new MessageSender();
        ReadOnlyMemory<byte> framed = sender.Frame(
            request, call.RequestSerializer, call.Options.WriteOptions?.Flags ?? default, call.RequestCompression, call.Channel.MaxSendSize);
        await stream.WriteAsync(framed, cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
