using Twin.Units;

namespace Twin.Engine.Structure;

/// <summary>Something that can be set while a chassis runs: a live parameter, an actuator, or a fault's severity.</summary>
/// <param name="Id">Its position in its list.</param>
/// <param name="Path">Its path, such as <c>chassis0/fan3/speed</c>.</param>
/// <param name="Component">Index of the component it belongs to, or -1 for the chassis itself.</param>
/// <param name="Dimension">What it measures.</param>
/// <param name="Initial">Value at the start, in SI (temperatures in degC).</param>
/// <param name="Minimum">Lowest value accepted.</param>
/// <param name="Maximum">Highest value accepted.</param>
/// <param name="Description">One line for people.</param>
/// <param name="Word">Where its value lies in the state block.</param>
public sealed record KnobInfo(
    int Id, string Path, int Component, Dimension Dimension, double Initial, double Minimum, double Maximum, string Description, int Word);
