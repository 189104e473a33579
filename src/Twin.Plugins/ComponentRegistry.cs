using Twin.Contracts;

namespace Twin.Plugins;

/// <summary>Takes the kinds of one plugin during its Register call.</summary>
internal sealed class ComponentRegistry(string pluginId, PluginProblemList problems) : IComponentRegistry
{
    private readonly SortedDictionary<string, LoadedKind> _kinds = new(StringComparer.Ordinal);
    private bool _closed;

    public void Add<TParameters>(string kind, Func<TParameters, IComponent> factory, string description)
        where TParameters : class
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(description);
        if (_closed)
            throw new InvalidOperationException("Kinds are registered during Register only.");
        if (!DottedName.IsValid(kind))
            throw Refuse($"'{kind}' is no name for a kind.", DottedName.Grammar);
        LoadedKind loaded = new(kind, description, pluginId, typeof(TParameters), parameters => factory((TParameters)parameters));
        if (!_kinds.TryAdd(kind, loaded))
            throw Refuse($"The kind '{kind}' is registered twice.", "Register each kind once.");
    }

    /// <summary>Ends registration: the plugin may have kept the registry.</summary>
    /// <returns>The kinds in order of name.</returns>
    public IReadOnlyList<LoadedKind> Close()
    {
        _closed = true;
        LoadedKind[] kinds = [.. _kinds.Values];
        _kinds.Clear();
        return kinds;
    }

    // Recorded as well as thrown, so that a plugin that catches it is refused all the same.
    private RefusedKindException Refuse(string message, string hint)
    {
        problems.Add(PluginProblemCodes.BadKind, message, hint);
        return new RefusedKindException(message + " " + hint);
    }

    /// <summary>Tells a refusal that is already reported from an exception of the plugin's own.</summary>
    internal sealed class RefusedKindException(string message) : ArgumentException(message);
}
