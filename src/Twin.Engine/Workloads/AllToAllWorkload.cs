using Twin.Units;

namespace Twin.Engine.Workloads;

/// <summary>Every rank sends to every other one: all ports burst, one after another as their ranks come to the exchange.</summary>
/// <remarks>
/// Each rank sends (N-1)/N S (reference formula S4), half of a ring all-reduce, and in short exchanges. Nobody waits for a ring, so the ports begin one after
/// another: port i of N lags by stagger x i/N of a period. The lag wraps round, so that it does not change the mean:
/// mean utilization of each port = duty x peak + (1 - duty) x quiet.
/// </remarks>
public sealed class AllToAllWorkload : Workload
{
    private readonly BurstTiming _timing;
    private readonly double _stagger;
    private readonly double _peak;
    private readonly double _quiet;

    /// <summary>Makes it.</summary>
    /// <param name="name">Name by which it is chosen.</param>
    /// <param name="timing">When port 0 communicates.</param>
    /// <param name="stagger">Share of the period over which the ports begin, 0 to 1.</param>
    /// <param name="peak">Level in an exchange, 0 to 1.</param>
    /// <param name="quiet">Level between exchanges, 0 to 1.</param>
    public AllToAllWorkload(string name, BurstTiming timing, double stagger, double peak, double quiet)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        WorkloadGuard.Share(stagger);
        WorkloadGuard.Share(peak);
        WorkloadGuard.Share(quiet);
        Name = name;
        _timing = timing;
        _stagger = stagger;
        _peak = peak;
        _quiet = quiet;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override void Sample(Duration time, ReadOnlySpan<int> groupOfPort, Span<double> utilization)
    {
        for (int port = 0; port < utilization.Length; port++)
            utilization[port] = _timing.IsBurst(time, _stagger * port / utilization.Length) ? _peak : _quiet;
    }
}
