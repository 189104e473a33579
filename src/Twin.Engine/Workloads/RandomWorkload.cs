using Twin.Units;

namespace Twin.Engine.Workloads;

/// <summary>Traffic that is drawn anew for each port and time slot, evenly between two levels.</summary>
/// <remarks>Mean over many slots = (low + high) / 2, variance = (high - low)^2 / 12.</remarks>
public sealed class RandomWorkload : Workload
{
    private readonly long _slotNs;
    private readonly double _low;
    private readonly double _high;
    private readonly ulong _seed;

    /// <summary>Makes it.</summary>
    /// <param name="name">Name by which it is chosen.</param>
    /// <param name="slot">How long a drawn level holds, greater than zero.</param>
    /// <param name="low">Least level, 0 to 1.</param>
    /// <param name="high">Greatest level, from <paramref name="low"/> to 1.</param>
    /// <param name="seed">Seed of the draw.</param>
    public RandomWorkload(string name, Duration slot, double low, double high, ulong seed)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(slot, Duration.Zero);
        WorkloadGuard.Share(low);
        WorkloadGuard.Share(high);
        ArgumentOutOfRangeException.ThrowIfLessThan(high, low);
        Name = name;
        _slotNs = slot.Nanoseconds;
        _low = low;
        _high = high;
        _seed = seed;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override void Sample(Duration time, ReadOnlySpan<int> groupOfPort, Span<double> utilization)
    {
        ulong slot = (ulong)(time.Nanoseconds / _slotNs);
        for (int port = 0; port < utilization.Length; port++)
            utilization[port] = Math.Min(_high, _low + (_high - _low) * CounterNoise.Uniform(_seed, slot, (ulong)port));
    }
}
