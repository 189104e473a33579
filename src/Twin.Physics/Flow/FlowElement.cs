namespace Twin.Physics.Flow;

/// <summary>A branch between two junctions: a resistance, or a mover when it has a curve. Positive flow runs from <paramref name="From"/> to <paramref name="To"/>.</summary>
/// <param name="From">Junction where positive flow enters.</param>
/// <param name="To">Junction where positive flow leaves.</param>
/// <param name="Curve">Pressure rise in the direction of positive flow; null for a resistance.</param>
public readonly record struct FlowElement(int From, int To, PressureCurve? Curve = null);
