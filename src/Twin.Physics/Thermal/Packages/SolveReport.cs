namespace Twin.Physics.Thermal.Packages;

/// <summary>How one system of equations was solved.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="Iterations">Applications of the preconditioner.</param>
/// <param name="Residual">Euclidean norm of b - A x over that of b, computed from the final x and not from a recurrence.</param>
public readonly record struct SolveReport(IterationStatus Status, int Iterations, double Residual);
