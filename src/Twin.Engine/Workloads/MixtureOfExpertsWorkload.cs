using Twin.Units;

namespace Twin.Engine.Workloads;

/// <summary>Mixture-of-experts training or serving: exchanges in which a few ports, those of the experts in demand, carry far more than the others, and which change.</summary>
/// <remarks>
/// Each layer dispatches tokens to experts and combines what they return, two all-to-all exchanges with uneven sizes (Lepikhin et al., GShard,
/// arXiv:2006.16668). The hot ports are the first of a random order that is drawn anew every <c>shift</c>.
/// Mean over the ports while they communicate = (h peak + (N - h) cold) / N with h hot ports of N.
/// </remarks>
public sealed class MixtureOfExpertsWorkload : Workload
{
    private readonly BurstTiming _timing;
    private readonly double _hotShare;
    private readonly long _shiftNs;
    private readonly double _peak;
    private readonly double _cold;
    private readonly double _quiet;
    private readonly ulong _seed;

    /// <summary>Makes it.</summary>
    /// <param name="name">Name by which it is chosen.</param>
    /// <param name="timing">When the ports communicate.</param>
    /// <param name="hotShare">Share of the ports that is hot, 0 to 1; rounded to whole ports, at least one unless zero.</param>
    /// <param name="shift">How long the same ports stay hot, greater than zero.</param>
    /// <param name="peak">Level of a hot port in an exchange, 0 to 1.</param>
    /// <param name="cold">Level of the others in an exchange, 0 to 1.</param>
    /// <param name="quiet">Level of all between exchanges, 0 to 1.</param>
    /// <param name="seed">Seed of the choice of hot ports.</param>
    public MixtureOfExpertsWorkload(
        string name, BurstTiming timing, double hotShare, Duration shift, double peak, double cold, double quiet, ulong seed)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        WorkloadGuard.Share(hotShare);
        WorkloadGuard.Share(peak);
        WorkloadGuard.Share(cold);
        WorkloadGuard.Share(quiet);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(shift, Duration.Zero);
        Name = name;
        _timing = timing;
        _hotShare = hotShare;
        _shiftNs = shift.Nanoseconds;
        _peak = peak;
        _cold = cold;
        _quiet = quiet;
        _seed = seed;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override void Sample(Duration time, ReadOnlySpan<int> groupOfPort, Span<double> utilization)
    {
        if (!_timing.IsBurst(time))
        {
            utilization.Fill(_quiet);
            return;
        }
        int count = utilization.Length;
        int hot = _hotShare > 0 ? Math.Max(1, (int)Math.Round(_hotShare * count)) : 0;
        ulong round = (ulong)(time.Nanoseconds / _shiftNs);
        for (int port = 0; port < count; port++)
            utilization[port] = CounterNoise.Place(_seed, round, port, count) < hot ? _peak : _cold;
    }
}
