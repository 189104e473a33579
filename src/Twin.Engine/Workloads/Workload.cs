using Twin.Units;

namespace Twin.Engine.Workloads;

/// <summary>Traffic offered to each port as a function of simulated time alone.</summary>
/// <remarks>Pure: the same time gives the same values, in any order of calls, so that a restored or replayed run meets the same traffic.</remarks>
public abstract class Workload
{
    /// <summary>Name by which it is chosen.</summary>
    public abstract string Name { get; }

    /// <summary>Gives the share of its rate that each port carries.</summary>
    /// <param name="time">Simulated time since the workload was chosen, zero or more.</param>
    /// <param name="groupOfPort">For each port, the index of its group in the chassis.</param>
    /// <param name="utilization">Out: one value for each port, 0 to 1.</param>
    /// <remarks>Allocates nothing.</remarks>
    public abstract void Sample(Duration time, ReadOnlySpan<int> groupOfPort, Span<double> utilization);
}
