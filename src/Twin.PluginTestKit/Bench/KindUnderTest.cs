using Twin.Contracts;

namespace Twin.PluginTestKit.Bench;

/// <summary>A kind of a plugin that is being checked. Keeps the plugin in memory.</summary>
internal sealed record KindUnderTest(string Name, Type ParametersType, Func<object, IComponent> Create);
