using Twin.Units;

namespace Twin.Engine.Workloads;

/// <summary>The same traffic on every port, for ever.</summary>
public sealed class ConstantWorkload : Workload
{
    private readonly double _level;

    /// <summary>Makes it.</summary>
    /// <param name="name">Name by which it is chosen.</param>
    /// <param name="level">Share of the rate of each port, 0 to 1.</param>
    public ConstantWorkload(string name, double level)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        WorkloadGuard.Share(level);
        Name = name;
        _level = level;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override void Sample(Duration time, ReadOnlySpan<int> groupOfPort, Span<double> utilization) => utilization.Fill(_level);
}
