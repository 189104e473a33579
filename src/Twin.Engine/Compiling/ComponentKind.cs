using Twin.Contracts;

namespace Twin.Engine.Compiling;

/// <summary>A kind of component that can be put into a chassis.</summary>
/// <param name="Name">Name used in chassis files.</param>
/// <param name="Description">One line for people.</param>
/// <param name="Plugin">Identity of the plugin it comes from.</param>
/// <param name="ParametersType">Type of its parameters: has a public parameterless constructor.</param>
/// <param name="Create">Makes a component from an instance of <paramref name="ParametersType"/>.</param>
public sealed record ComponentKind(string Name, string Description, string Plugin, Type ParametersType, Func<object, IComponent> Create)
{
    /// <summary>The build of the plugin, by which a snapshot knows whether it still fits; null when unknown.</summary>
    public PluginBuild? Build { get; init; }
}
