using Twin.Contracts;

namespace Twin.Plugins;

/// <summary>A component kind that a loaded plugin offers.</summary>
/// <remarks>
/// It forgets the plugin's types when the plugin is unloaded: a kind that is held longer does not keep the plugin in memory, and says so when it is asked.
/// The <see cref="ParametersType"/> and every component and parameter object do keep it there.
/// </remarks>
public sealed class LoadedKind
{
    private Type? _parametersType;
    private Func<object, IComponent>? _factory;

    internal LoadedKind(string kind, string description, string pluginId, Type parametersType, Func<object, IComponent> factory)
    {
        Kind = kind;
        Description = description;
        PluginId = pluginId;
        _parametersType = parametersType;
        _factory = factory;
    }

    /// <summary>Name used in chassis files, unique in a catalog.</summary>
    public string Kind { get; }

    /// <summary>One line for people.</summary>
    public string Description { get; }

    /// <summary>Id of the plugin it comes from.</summary>
    public string PluginId { get; }

    /// <summary>Type of the datasheet record, with a public parameterless constructor.</summary>
    /// <exception cref="ObjectDisposedException">The plugin was unloaded.</exception>
    public Type ParametersType => _parametersType ?? throw Unloaded();

    /// <summary>Makes one component.</summary>
    /// <param name="parameters">A validated object of <see cref="ParametersType"/>.</param>
    /// <returns>A component that has not been described.</returns>
    /// <exception cref="ObjectDisposedException">The plugin was unloaded.</exception>
    /// <exception cref="ArgumentException">The object is of another type, for example of an earlier build of the plugin.</exception>
    /// <exception cref="InvalidOperationException">The plugin's factory gave nothing.</exception>
    /// <remarks>What the plugin's factory throws comes through as it is.</remarks>
    public IComponent Create(object parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Func<object, IComponent> factory = _factory ?? throw Unloaded();
        Type type = ParametersType;
        if (!type.IsInstanceOfType(parameters))
            throw new ArgumentException($"Parameters of '{Kind}' are a {type}, not a {parameters.GetType()} (of another build, if the names are equal).", nameof(parameters));
        return factory(parameters) ?? throw new InvalidOperationException($"The factory of '{Kind}' returned no component.");
    }

    internal void Revoke()
    {
        _parametersType = null;
        _factory = null;
    }

    private ObjectDisposedException Unloaded() => new(Kind, $"The plugin '{PluginId}' was unloaded.");
}
