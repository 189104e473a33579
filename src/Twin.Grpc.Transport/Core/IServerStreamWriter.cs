namespace Grpc.Core;

/// <summary>The response stream of a handler.</summary>
/// <typeparam name="T">Message type.</typeparam>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>;
