using System.Collections.Concurrent;

namespace Twin.Grpc.Access;

/// <summary>What each client uses of what it may.</summary>
/// <param name="options">The limits.</param>
/// <param name="time">The clock.</param>
internal sealed class ClientLimits(GrpcOptions options, TimeProvider time)
{
    private const int ManyClients = 4096;

    private readonly ConcurrentDictionary<string, ClientUsage> _clients = new(StringComparer.Ordinal);

    /// <summary>Clients that are remembered.</summary>
    public int Count => _clients.Count;

    /// <summary>What a client uses.</summary>
    /// <param name="caller">The client.</param>
    public ClientUsage Of(Caller caller)
    {
        if (_clients.TryGetValue(caller.Key, out ClientUsage? usage))
        {
            return usage;
        }

        if (_clients.Count >= ManyClients)
        {
            // Whoever uses nothing and has all of its calls again is as one that was never here.
            foreach ((string key, ClientUsage idle) in _clients)
            {
                if (idle.IsIdle)
                {
                    _clients.TryRemove(key, out _);
                }
            }
        }

        return _clients.GetOrAdd(caller.Key, static (_, made) => new ClientUsage(made.Caller.Name, made.Options, made.Time), (Caller: caller, Options: options, Time: time));
    }
}
