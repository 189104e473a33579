namespace Twin.Contracts;

/// <summary>Says what a property of a component's parameter record is, for people, for checks and for editors.</summary>
/// <remarks>
/// Limits are texts in the grammar of <see cref="Twin.Units.QuantityText"/>, in any unit of the property's dimension, and are inclusive.
/// For a <see cref="double"/>, an <see cref="int"/> or a ratio they are plain numbers ("0.5", "64") or, other than for an integer,
/// percentages ("50 %"). A limit that cannot be read, or a minimum above the maximum, is an error of the plugin that is reported when its
/// component kind is registered. On a positional record write <c>[property: Parameter("...")]</c>.
/// </remarks>
/// <param name="description">One phrase for people: what the value is, as a datasheet would name it.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ParameterAttribute(string description) : Attribute
{
    /// <summary>One phrase for people.</summary>
    public string Description { get; } = description;

    /// <summary>The least allowed value as a text, such as "1 mA"; null for no limit.</summary>
    public string? Minimum { get; init; }

    /// <summary>The greatest allowed value as a text, such as "2 A"; null for no limit.</summary>
    public string? Maximum { get; init; }

    /// <summary>Where the default comes from: datasheet and page, standard and clause, or paper; null if it has none.</summary>
    public string? Source { get; init; }

    /// <summary>Whether the value may change while the chassis runs; the component then declares a live parameter and reads it through its handle.</summary>
    public bool Live { get; init; }
}
