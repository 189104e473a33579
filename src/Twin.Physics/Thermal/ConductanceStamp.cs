using Twin.Physics.LinearAlgebra;

namespace Twin.Physics.Thermal;

/// <summary>Where a conductance between two unknowns lands in a matrix: heat G (T_first - T_second) flows from first to second.</summary>
/// <remarks>Slots are found once; adding is four additions. A path to a fixed temperature needs no stamp: G goes on the diagonal and G T_fixed into the right-hand side.</remarks>
/// <param name="First">Value slot of (first, first).</param>
/// <param name="Second">Value slot of (second, second).</param>
/// <param name="FirstSecond">Value slot of (first, second).</param>
/// <param name="SecondFirst">Value slot of (second, first).</param>
public readonly record struct ConductanceStamp(int First, int Second, int FirstSecond, int SecondFirst)
{
    /// <summary>Finds the slots in a pattern that has the entry (first, second).</summary>
    /// <exception cref="ArgumentException">The pattern has no such entry.</exception>
    public static ConductanceStamp Create(SparsePattern pattern, int first, int second)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return new(pattern.IndexOf(first, first), pattern.IndexOf(second, second), pattern.IndexOf(first, second), pattern.IndexOf(second, first));
    }

    /// <summary>Adds a conductance, or a change of one, to the matrix values.</summary>
    /// <param name="values">Matrix values in the pattern's order.</param>
    /// <param name="conductanceWPerK">G, watts per kelvin.</param>
    public void Add(Span<double> values, double conductanceWPerK)
    {
        values[First] += conductanceWPerK;
        values[Second] += conductanceWPerK;
        values[FirstSecond] -= conductanceWPerK;
        values[SecondFirst] -= conductanceWPerK;
    }
}
