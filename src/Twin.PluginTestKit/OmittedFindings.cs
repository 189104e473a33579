namespace Twin.PluginTestKit;

/// <summary>How many findings of one kind and check are not listed.</summary>
/// <param name="Check">The check.</param>
/// <param name="Kind">The component kind.</param>
/// <param name="Count">How many more there were.</param>
public sealed record OmittedFindings(ConformanceCheck Check, string Kind, int Count);
