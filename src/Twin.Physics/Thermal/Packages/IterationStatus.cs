namespace Twin.Physics.Thermal.Packages;

/// <summary>Outcome of an iterative solution.</summary>
public enum IterationStatus
{
    /// <summary>The residual is below the tolerance, or as small as rounding allows.</summary>
    Converged = 0,

    /// <summary>Iterations ended above the tolerance.</summary>
    NotConverged,

    /// <summary>There is no steady state: some cell has no path to anything of fixed temperature.</summary>
    Singular,

    /// <summary>A value is not a finite number.</summary>
    NotFinite,
}
