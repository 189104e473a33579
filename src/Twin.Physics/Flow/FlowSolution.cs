namespace Twin.Physics.Flow;

/// <summary>How a flow solve ended.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="Iterations">Linear solves spent; zero when the flows handed in already were the solution.</param>
/// <param name="ResidualPa">Largest difference between an element's law and the pressures at its ends.</param>
/// <param name="InvalidElement">Index of the element with a bad parameter, otherwise -1 (also -1 for a bad fixed pressure or density).</param>
public readonly record struct FlowSolution(FlowStatus Status, int Iterations, double ResidualPa, int InvalidElement = -1);
