using System.Runtime.CompilerServices;

namespace Twin.Engine.Workloads;

/// <summary>Refuses wrong arguments of workloads.</summary>
internal static class WorkloadGuard
{
    /// <summary>Refuses what is not a share of a whole.</summary>
    public static void Share(double value, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        // The negation also catches NaN.
        if (!(value >= 0 && value <= 1))
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; a share is 0 to 1.");
    }
}
