using Twin.Units;

namespace Twin.Engine.Workloads;

/// <summary>Data-parallel training: all ports compute together, then reduce gradients together around rings.</summary>
/// <remarks>
/// In a ring all-reduce of S bytes over N ranks each rank sends and receives 2 (N-1)/N S, the same on every link (reference formula S1; bandwidth-optimal,
/// Patarasuk and Yuan, J. Parallel Distrib. Comput. 69, 2009, doi:10.1016/j.jpdc.2008.09.002): so all ports carry the same level at the same time.
/// Mean utilization = duty x peak + (1 - duty) x quiet.
/// </remarks>
public sealed class AllReduceWorkload : Workload
{
    private readonly BurstTiming _timing;
    private readonly double _peak;
    private readonly double _quiet;

    /// <summary>Makes it.</summary>
    /// <param name="name">Name by which it is chosen.</param>
    /// <param name="timing">When the ports communicate.</param>
    /// <param name="peak">Level while they do, 0 to 1.</param>
    /// <param name="quiet">Level while they compute, 0 to 1.</param>
    public AllReduceWorkload(string name, BurstTiming timing, double peak, double quiet)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        WorkloadGuard.Share(peak);
        WorkloadGuard.Share(quiet);
        Name = name;
        _timing = timing;
        _peak = peak;
        _quiet = quiet;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override void Sample(Duration time, ReadOnlySpan<int> groupOfPort, Span<double> utilization) =>
        utilization.Fill(_timing.IsBurst(time) ? _peak : _quiet);
}
