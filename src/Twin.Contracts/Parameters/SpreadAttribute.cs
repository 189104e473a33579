namespace Twin.Contracts;

/// <summary>Says how far parts differ in a parameter: one standard deviation from lot to lot and one from part to part.</summary>
/// <remarks>
/// Compiling draws one normal deviate per lot and one per part, each truncated at <see cref="TruncationSigmas"/> standard deviations (drawn
/// again beyond), and adds them to the value of the parameter record: value x (1 + lot + part) for relative deviations, value + lot + part
/// for absolute ones; the result is held inside the limits of <see cref="ParameterAttribute"/>. Draws come from the chassis seed and the
/// component's path, so that adding a part does not change the others.
/// A text with '%' is relative to the value, also for a ratio. Any other text is absolute, in a unit of the property's dimension ("0.2 nm";
/// for a temperature, a temperature difference such as "1 K"; for a relative intensity noise, decibels). Deviations are not negative; null
/// means none.
/// </remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SpreadAttribute : Attribute
{
    /// <summary>Where the normal distribution is cut, in standard deviations to either side.</summary>
    public const double TruncationSigmas = 3;

    /// <summary>Standard deviation between lots, as "2 %" or in the property's unit.</summary>
    public string? Lot { get; init; }

    /// <summary>Standard deviation between parts of one lot, as "1 %" or in the property's unit.</summary>
    public string? Part { get; init; }

    /// <summary>Where the numbers come from; null if they are an assumption.</summary>
    public string? Source { get; init; }
}
