namespace Twin.PluginTestKit;

/// <summary>Something that a plugin does not keep to, for the vendor who mends it.</summary>
/// <param name="Check">The check that found it.</param>
/// <param name="Kind">The component kind; empty where the whole plugin is meant.</param>
/// <param name="Where">Behaviour and element, such as <c>StepPower</c> or <c>laser3/bias-current</c>.</param>
/// <param name="Message">What was found, with numbers, and what would be right.</param>
/// <param name="Case">Number of the case, or null where cases play no part.</param>
/// <param name="Parameters">The parameters of the case, as a chassis file would say them.</param>
/// <param name="Inputs">The inputs at that moment, as far as they differ from nominal.</param>
/// <param name="Repeat">The command that shows it again.</param>
public sealed record ConformanceFinding(
    ConformanceCheck Check, string Kind, string Where, string Message, int? Case, string Parameters, string Inputs, string Repeat);
