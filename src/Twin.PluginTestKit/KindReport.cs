namespace Twin.PluginTestKit;

/// <summary>What was tried with one component kind.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="Cases">Parameter sets that ran.</param>
/// <param name="RefusedCases">Parameter sets that the component refused by itself, so that fewer of their values were tried.</param>
/// <param name="Steps">Steps that were judged.</param>
/// <param name="Directions">Declared directions that were tried.</param>
/// <param name="Times">What each of its behaviours costs.</param>
public sealed record KindReport(string Kind, int Cases, int RefusedCases, long Steps, int Directions, IReadOnlyList<BehaviorTime> Times);
