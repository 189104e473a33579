using Twin.Units;

namespace Twin.Contracts;

/// <summary>Pressure drop of a passive element: <c>dp = Linear * Q + Quadratic * Q |Q|</c>.</summary>
/// <param name="LinearPaPerM3S">Laminar part in Pa/(m3/s), zero or more.</param>
/// <param name="QuadraticPaPerM3S2">Turbulent part in Pa/(m3/s)^2, zero or more. At least one of the two is greater than zero.</param>
public readonly record struct FlowResistance(double LinearPaPerM3S, double QuadraticPaPerM3S2)
{
    /// <summary>The resistance that has a given drop at a given flow.</summary>
    /// <param name="drop">Pressure drop at the rated point.</param>
    /// <param name="flow">Flow at the rated point, greater than zero.</param>
    /// <param name="laminarShare">Share of the drop at the rated point that goes with the flow rather than its square, 0 to 1.</param>
    /// <returns>The resistance.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The flow is not greater than zero, or the share is outside 0 to 1.</exception>
    public static FlowResistance FromRatedPoint(Pressure drop, VolumeFlow flow, double laminarShare = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(flow.Si);
        ArgumentOutOfRangeException.ThrowIfNegative(laminarShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(laminarShare, 1);
        return new FlowResistance(laminarShare * drop.Si / flow.Si, (1 - laminarShare) * drop.Si / (flow.Si * flow.Si));
    }
}
