namespace Twin.Physics.Flow;

/// <summary>What may change from one solve to the next, one number per element: drop = a Q + rho/rho_ref (b Q|Q| - rise(Q, s)).</summary>
/// <remarks>
/// Every span has the length of the network's elements. A mover may have a, b of its own (a grille, or a flap as a large reverse b); zero is fine there.
/// A resistance needs a, or b in both directions, above zero.
/// </remarks>
public readonly ref struct FlowElementParameters
{
    /// <summary>a: pressure drop per flow, Pa s/m3, zero or more (laminar part).</summary>
    public required ReadOnlySpan<double> LinearPaSPerM3 { get; init; }

    /// <summary>b for Q above zero: drop per flow squared at reference density, Pa s2/m6, zero or more.</summary>
    public required ReadOnlySpan<double> ForwardPaS2PerM6 { get; init; }

    /// <summary>b for Q below zero, Pa s2/m6, zero or more.</summary>
    public required ReadOnlySpan<double> ReversePaS2PerM6 { get; init; }

    /// <summary>s: speed over reference speed, zero or more; of no effect on elements without a curve.</summary>
    public required ReadOnlySpan<double> SpeedRatio { get; init; }

    /// <summary>Whether the element lets anything through; a shut one has exactly no flow.</summary>
    public required ReadOnlySpan<bool> IsOpen { get; init; }

    /// <summary>rho/rho_ref: density of the medium over the one at which b and the curves were taken; above zero.</summary>
    public double DensityRatio { get; init; } = 1;

    /// <summary>Creates parameters at reference density; the spans are set by initialisers.</summary>
    public FlowElementParameters()
    {
    }
}
