using Google.Protobuf;
using Grpc.Core;
using Grpc.Reflection.V1;

namespace Twin.Host.Calling;

/// <summary>Asks a server what it serves, over one stream, a question at a time.</summary>
/// <param name="invoker">Leads to the server.</param>
/// <param name="address">The server, for messages.</param>
/// <param name="options">Options of the stream.</param>
internal sealed class ReflectionClient(CallInvoker invoker, string address, CallOptions options) : IDisposable
{
    // The same messages under two names: servers of before 2023 know the second alone.
    private static readonly string[] Services = ["grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"];

    private AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse>? _stream;
    private int _service;

    /// <summary>Asks a question.</summary>
    /// <param name="request">The question.</param>
    /// <returns>The answer; that a name is not known is one.</returns>
    /// <exception cref="CallException">The server cannot be reached or does not answer such questions.</exception>
    public async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest request)
    {
        while (true)
        {
            try
            {
                return await AskStreamAsync(request).ConfigureAwait(false);
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Unimplemented)
            {
                _stream?.Dispose();
                _stream = null;
                if (++_service == Services.Length)
                {
                    throw new CallException(
                        Commands.ExitCode.Unreachable, $"{address} has no server reflection ({Services[0]}), without which its services are not known.");
                }
            }
            catch (RpcException exception) when (exception.StatusCode is StatusCode.Unauthenticated or StatusCode.PermissionDenied)
            {
                throw new CallException(
                    Commands.ExitCode.CallFailed, $"{address}: {StatusText.Of(exception.Status)}\nA token is given with --token-file FILE or TWIN_TOKEN, a certificate with --cert FILE --key FILE.");
            }
            catch (RpcException exception) when (exception.StatusCode != StatusCode.Cancelled)
            {
                throw new CallException(Commands.ExitCode.Unreachable, $"{address}: {StatusText.OfUnreachable(exception.Status, "Is that the address of a gRPC server?")}");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream?.Dispose();

    private async Task<ServerReflectionResponse> AskStreamAsync(ServerReflectionRequest request)
    {
        _stream ??= invoker.AsyncDuplexStreamingCall(MethodOf(Services[_service]), null, options);
        try
        {
            await _stream.RequestStream.WriteAsync(request).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RpcException or InvalidOperationException)
        {
            // The stream has ended; reading says why.
        }

        return await _stream.ResponseStream.MoveNext(CancellationToken.None).ConfigureAwait(false)
            ? _stream.ResponseStream.Current
            : throw new RpcException(new Status(StatusCode.Unavailable, "The server ended the stream of its reflection service."));
    }

    private static Method<ServerReflectionRequest, ServerReflectionResponse> MethodOf(string service) => new(
        MethodType.DuplexStreaming,
        service,
        "ServerReflectionInfo",
        Marshallers.Create(message => message.ToByteArray(), ServerReflectionRequest.Parser.ParseFrom),
        Marshallers.Create(message => message.ToByteArray(), ServerReflectionResponse.Parser.ParseFrom));
}
