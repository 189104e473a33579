using Twin.Physics.LinearAlgebra;

namespace Twin.Physics.Thermal;

/// <summary>Where a stream between two unknowns lands in a matrix: a flow carries its upstream node's temperature into its downstream node.</summary>
/// <remarks>
/// Upwind balance of a stream node: C_flow (T_node - T_upstream) leaves it beyond what enters. The entry is one-sided, so the matrix is
/// not symmetric, but stays an M-matrix. A stream from a fixed temperature needs no stamp: C_flow goes on the diagonal and C_flow T_fixed into
/// the right-hand side. S. V. Patankar, Numerical Heat Transfer and Fluid Flow, section 5.2 (upwind scheme).
/// </remarks>
/// <param name="Downstream">Value slot of (downstream, downstream).</param>
/// <param name="DownstreamUpstream">Value slot of (downstream, upstream).</param>
public readonly record struct AdvectionStamp(int Downstream, int DownstreamUpstream)
{
    /// <summary>Finds the slots in a pattern that has the entry (downstream, upstream); a stream that may turn has one stamp per direction.</summary>
    /// <exception cref="ArgumentException">The pattern has no such entry.</exception>
    public static AdvectionStamp Create(SparsePattern pattern, int upstream, int downstream)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return new(pattern.IndexOf(downstream, downstream), pattern.IndexOf(downstream, upstream));
    }

    /// <summary>Adds a stream, or a change of one, to the matrix values.</summary>
    /// <param name="values">Matrix values in the pattern's order.</param>
    /// <param name="capacityFlowWPerK">Mass flow x specific heat, zero or more.</param>
    public void Add(Span<double> values, double capacityFlowWPerK)
    {
        values[Downstream] += capacityFlowWPerK;
        values[DownstreamUpstream] -= capacityFlowWPerK;
    }
}
