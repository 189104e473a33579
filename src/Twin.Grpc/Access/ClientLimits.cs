using System.Collections.Concurrent;

namespace Twin.Grpc.Access;

/// <summary>What each client uses of what it may.</summary>
/// <param name="options">The limits.</param>
/// <param name="time">The clock.</param>
internal sealed class ClientLimits(GrpcOptions options, TimeProvider time)
{
    private const int ManyClients = 4096;

    // Names of clients do not begin so: calls that are refused are not taken from those of who is let in from the same place.
    private const string RefusedKey = "refused ";

    private readonly ConcurrentDictionary<string, ClientUsage> _clients = new(StringComparer.Ordinal);

    /// <summary>Clients that are remembered.</summary>
    public int Count => _clients.Count;

    /// <summary>What a client uses.</summary>
    /// <param name="caller">The client.</param>
    public ClientUsage Of(Caller caller)
    {
        string key = caller.Refusal is null ? caller.Key : RefusedKey + caller.Key;
        if (_clients.TryGetValue(key, out ClientUsage? usage))
        {
            return usage;
        }

        if (_clients.Count >= ManyClients)
        {
            // Whoever uses nothing and has all of its calls again is as one that was never here.
            foreach ((string name, ClientUsage idle) in _clients)
            {
                if (idle.IsIdle)
                {
                    _clients.TryRemove(name, out _);
                }
            }
        }

        return _clients.GetOrAdd(key, static (_, made) => new ClientUsage(made.Caller.Name, made.Options, made.Time, made.Caller.Refusal is not null), (Caller: caller, Options: options, Time: time));
    }
}
