namespace Twin.PluginTestKit;

/// <summary>What the calls of one behaviour cost on this machine.</summary>
/// <param name="Behavior">The behaviour, such as <c>StepPower</c>.</param>
/// <param name="MeanMicroseconds">Mean over all states and inputs.</param>
/// <param name="WorstMicroseconds">The most expensive state and input. For each the shortest of several repeats counts.</param>
public sealed record BehaviorTime(string Behavior, double MeanMicroseconds, double WorstMicroseconds);
