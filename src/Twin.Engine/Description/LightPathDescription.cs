using Twin.Units;

namespace Twin.Engine.Description;

/// <summary>Fibres that bring unmodulated light from sources to inputs.</summary>
/// <param name="From">Outputs of light sources.</param>
/// <param name="To">Light inputs: <paramref name="Split"/> times as many.</param>
/// <param name="Loss">Loss from output to input without the split itself.</param>
/// <param name="Split">How many inputs each output feeds, at least 1.</param>
/// <param name="LossZone">Zone that takes the lost light as heat; null when it is lost outside the chassis.</param>
/// <param name="Origin">Where it was written, or null.</param>
public sealed record LightPathDescription(
    ElementReference From, ElementReference To, Decibels Loss, int Split, string? LossZone, Origin? Origin = null);
