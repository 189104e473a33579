using Twin.Units;

namespace Twin.PluginTestKit.Bench;

/// <summary>One input of a component, with a level for each lane where it has lanes.</summary>
/// <param name="Name">Its name, such as <c>junction</c> or <c>line-rx.received-power</c>.</param>
/// <param name="Role">What is done with its level.</param>
/// <param name="Dimension">What it measures, for people; null for a bare number.</param>
/// <param name="Word">First word in the bench's block.</param>
/// <param name="Count">Number of lanes; 1 for other inputs.</param>
/// <param name="Low">Lowest level.</param>
/// <param name="Nominal">Level at rest.</param>
/// <param name="High">Highest level.</param>
/// <param name="Item">Index of what it belongs to in the builder's list.</param>
internal sealed record InputElement(
    string Name, InputRole Role, Dimension? Dimension, int Word, int Count, double Low, double Nominal, double High, int Item = -1)
{
    /// <summary>Whether levels are drawn by their logarithm.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Writes a level for people.</summary>
    /// <param name="level">The level.</param>
    public string Text(double level) => Role switch
    {
        InputRole.Rail when level == 0 => "dead",
        InputRole.SensorInput when double.IsNaN(level) => "unbound",
        _ => (Dimension ?? Dimensions.Ratio).Format(level),
    };
}
