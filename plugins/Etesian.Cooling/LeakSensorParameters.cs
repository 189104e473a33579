using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>Datasheet values of a leak detection rope.</summary>
public sealed record LeakSensorParameters
{
    /// <summary>Time between readings.</summary>
    [Parameter("time between readings", Minimum = "1 ms", Maximum = "60 s", Source = "SONiC polls leak sensors every 0.5 s")]
    public Duration Period { get; init; } = Duration.FromMilliseconds(500);

    /// <summary>Severity of the injected leak from which drops are reported.</summary>
    [Parameter("severity from which drops are reported", Minimum = "0.001", Maximum = "1", Source = "engineering default")]
    public Ratio MinorThreshold { get; init; } = Ratio.FromFraction(0.05);

    /// <summary>Severity of the injected leak from which the sensor calls for a shut-down.</summary>
    [Parameter("severity from which a leak is critical", Minimum = "0.001", Maximum = "1", Source = "engineering default")]
    public Ratio CriticalThreshold { get; init; } = Ratio.FromFraction(0.5);
}
