using Twin.Units;

namespace Twin.Engine.Workloads;

/// <summary>Traffic that goes straight from one level to another and stays there, on every port.</summary>
public sealed class RampWorkload : Workload
{
    private readonly double _from;
    private readonly double _to;
    private readonly long _startNs;
    private readonly long _lengthNs;

    /// <summary>Makes it.</summary>
    /// <param name="name">Name by which it is chosen.</param>
    /// <param name="from">Level until <paramref name="start"/>, 0 to 1.</param>
    /// <param name="to">Level from <paramref name="start"/> + <paramref name="length"/> on, 0 to 1.</param>
    /// <param name="start">When the level begins to move, zero or more.</param>
    /// <param name="length">How long it moves, greater than zero.</param>
    public RampWorkload(string name, double from, double to, Duration start, Duration length)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        WorkloadGuard.Share(from);
        WorkloadGuard.Share(to);
        ArgumentOutOfRangeException.ThrowIfLessThan(start, Duration.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, Duration.Zero);
        Name = name;
        _from = from;
        _to = to;
        _startNs = start.Nanoseconds;
        _lengthNs = length.Nanoseconds;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override void Sample(Duration time, ReadOnlySpan<int> groupOfPort, Span<double> utilization)
    {
        // A difference of two numbers that are not negative cannot overflow; a sum of start and length could.
        double share = Math.Clamp((time.Nanoseconds - _startNs) / (double)_lengthNs, 0, 1);
        utilization.Fill(Math.Clamp(_from + share * (_to - _from), 0, 1));
    }
}
