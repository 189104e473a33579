namespace Twin.Physics.Power;

/// <summary>One published point of a converter's efficiency curve.</summary>
/// <param name="OutputW">Output power, above zero.</param>
/// <param name="Efficiency">Output over input power, above 0 and at most 1.</param>
public readonly record struct EfficiencyPoint(double OutputW, double Efficiency);
