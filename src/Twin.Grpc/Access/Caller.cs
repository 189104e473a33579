namespace Twin.Grpc.Access;

/// <summary>Who calls, as far as the server knows.</summary>
public sealed class Caller
{
    private readonly Func<string?>? _findFlaw;

    /// <summary>Makes a caller.</summary>
    /// <param name="kind">How it is known.</param>
    /// <param name="name">Name of its token or certificate, else its address. Unique among those of its kind.</param>
    /// <param name="role">What it may do; <see cref="V1.Role.Unspecified"/> for nothing.</param>
    /// <param name="refusal">Why it may do nothing, for the client; null where it may do something.</param>
    /// <param name="findFlaw">Says why what it has shown does not hold any more, or null; asked with each message of a stream, so it has to be quick. Null when it holds for ever.</param>
    public Caller(V1.CallerKind kind, string name, V1.Role role, string? refusal = null, Func<string?>? findFlaw = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        Kind = kind;
        Name = name;
        Role = role;
        Refusal = refusal;
        Key = string.Concat(kind == V1.CallerKind.Token ? "token " : kind == V1.CallerKind.Certificate ? "certificate " : "address ", name);
        _findFlaw = findFlaw;
    }

    /// <summary>How it is known.</summary>
    public V1.CallerKind Kind { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What it may do.</summary>
    public V1.Role Role { get; }

    /// <summary>Why it may do nothing; null where it may do something.</summary>
    public string? Refusal { get; }

    /// <summary>Names it among callers of all kinds.</summary>
    internal string Key { get; }

    /// <summary>Why what it has shown does not hold any more, or null. Allocates nothing while it holds.</summary>
    public string? FindFlaw() => _findFlaw?.Invoke();
}
