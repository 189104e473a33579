namespace Twin.Physics.Thermal.Packages;

/// <summary>How a package is advanced in time. Both methods are L-stable: whatever is faster than a step is at its rest after it.</summary>
public enum PackageTimeMethod
{
    /// <summary>One solution for each step, first order.</summary>
    BackwardEuler = 0,

    /// <summary>Two solutions for each step with one matrix, second order.</summary>
    /// <remarks>Singly diagonally implicit Runge-Kutta with gamma = 1 - 1/sqrt 2; R. Alexander, SIAM J. Numer. Anal. 14 (1977) 1006, theorem 5.</remarks>
    TwoStage,
}
