using Grpc.Core;

namespace Twin.Grpc.Access;

/// <summary>What <see cref="AccessInterceptor"/> has found out about the caller of a call.</summary>
internal static class CallerOfCall
{
    private static readonly object CallerKey = new();
    private static readonly object UsageKey = new();

    /// <summary>Keeps the caller with its call.</summary>
    public static void Set(ServerCallContext call, Caller caller, ClientUsage usage)
    {
        call.UserState[CallerKey] = caller;
        call.UserState[UsageKey] = usage;
    }

    /// <summary>The caller of a call of a stream or command.</summary>
    /// <returns>Null without the interceptor.</returns>
    public static Caller? Caller(this ServerCallContext call) => call.UserState.TryGetValue(CallerKey, out object? caller) ? (Caller)caller : null;

    /// <summary>The caller of a call by the name that it has shown, else by the address and port from which it came.</summary>
    public static string Identity(this ServerCallContext call) => call.Caller() is { Kind: not V1.CallerKind.Address } caller ? caller.Name : call.Peer;

    /// <summary>Who asks, for the command log: name, where there is one, and address.</summary>
    public static string Origin(this ServerCallContext call) =>
        call.Caller() is { Kind: not V1.CallerKind.Address } caller ? $"grpc {caller.Name} {call.Peer}" : $"grpc {call.Peer}";

    /// <summary>What the caller of a stream uses.</summary>
    /// <returns>Null without the interceptor.</returns>
    public static ClientUsage? Usage(this ServerCallContext call) => call.UserState.TryGetValue(UsageKey, out object? usage) ? (ClientUsage)usage : null;
}
