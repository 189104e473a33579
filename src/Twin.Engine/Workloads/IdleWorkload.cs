using Twin.Units;

namespace Twin.Engine.Workloads;

/// <summary>No traffic at all. Lanes that are up keep their power: symbols flow without packets.</summary>
public sealed class IdleWorkload : Workload
{
    /// <summary>Makes it.</summary>
    /// <param name="name">Name by which it is chosen.</param>
    public IdleWorkload(string name = "idle")
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override void Sample(Duration time, ReadOnlySpan<int> groupOfPort, Span<double> utilization) => utilization.Clear();
}
