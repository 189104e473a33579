using Grpc.Core;
using Grpc.Testing;

namespace Twin.Grpc.Transport.Tests;

/// <summary>The handlers of a <see cref="ScriptedService"/>.</summary>
internal sealed class Script
{
    public UnaryServerMethod<SimpleRequest, SimpleResponse> Unary { get; init; } = (_, _) => Task.FromResult(new SimpleResponse());

    public ServerStreamingServerMethod<StreamingOutputCallRequest, StreamingOutputCallResponse> ServerStream { get; init; } =
        (_, _, _) => Task.CompletedTask;

    public ClientStreamingServerMethod<StreamingInputCallRequest, StreamingInputCallResponse> ClientStream { get; init; } =
        (_, _) => Task.FromResult(new StreamingInputCallResponse());

    public DuplexStreamingServerMethod<StreamingOutputCallRequest, StreamingOutputCallResponse> Duplex { get; init; } =
        (_, _, _) => Task.CompletedTask;
}
