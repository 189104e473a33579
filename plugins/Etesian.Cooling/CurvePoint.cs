using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>One measured point of a fan or pump at its reference speed.</summary>
public sealed record CurvePoint
{
    /// <summary>Volume flow.</summary>
    [Parameter("volume flow", Minimum = "0 m3/s", Maximum = "10 m3/s")]
    public VolumeFlow Flow { get; init; }

    /// <summary>Static pressure rise at that flow.</summary>
    [Parameter("static pressure rise at that flow", Minimum = "0 Pa", Maximum = "1000 kPa")]
    public Pressure Rise { get; init; }

    /// <summary>Makes a point of a fan curve.</summary>
    /// <param name="cubicFeetPerMinute">Flow, CFM.</param>
    /// <param name="pascals">Static pressure rise, Pa.</param>
    internal static CurvePoint Air(double cubicFeetPerMinute, double pascals) =>
        new() { Flow = VolumeFlow.FromCubicFeetPerMinute(cubicFeetPerMinute), Rise = Pressure.FromPascals(pascals) };

    /// <summary>Makes a point of a pump curve.</summary>
    /// <param name="litersPerMinute">Flow, L/min.</param>
    /// <param name="kilopascals">Static pressure rise, kPa.</param>
    internal static CurvePoint Coolant(double litersPerMinute, double kilopascals) =>
        new() { Flow = VolumeFlow.FromLitersPerMinute(litersPerMinute), Rise = Pressure.FromKilopascals(kilopascals) };
}
