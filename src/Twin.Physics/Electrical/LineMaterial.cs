namespace Twin.Physics.Electrical;

/// <summary>Propagation constants of a uniform line, in the units of IEEE Std 802.3 Annex 93A (frequency in GHz, length in mm).</summary>
/// <param name="ConstantPerMm">g0, loss at any frequency, 1/mm.</param>
/// <param name="ConductorRootNsPerMm">a1, skin effect, sqrt(ns)/mm.</param>
/// <param name="DielectricNsPerMm">a2, dielectric loss, ns/mm.</param>
/// <param name="DelayNsPerMm">tau, delay, ns/mm.</param>
/// <remarks>The named materials are those of the electrical reference's material table.</remarks>
public readonly record struct LineMaterial(
    double ConstantPerMm, double ConductorRootNsPerMm, double DielectricNsPerMm, double DelayNsPerMm)
{
    /// <summary>Low-loss stripline, "M8": 0.043 dB/mm at 26.56 GHz.</summary>
    public static LineMaterial LowLossStripline => new(0.0, 4.9e-4, 0.92e-4, 6.10e-3);

    /// <summary>Mid to low-loss stripline, "M6": 0.050 dB/mm at 26.56 GHz.</summary>
    public static LineMaterial MidLossStripline => new(0.0, 5.2e-4, 1.15e-4, 6.30e-3);

    /// <summary>Module board, "MOD".</summary>
    public static LineMaterial ModuleBoard => new(0.0, 6.0e-4, 1.00e-4, 6.20e-3);

    /// <summary>Organic package build-up, "SUB": the values of the standard's own package line (Annex 93A).</summary>
    public static LineMaterial PackageSubstrate => new(5e-4, 8.9e-4, 2.00e-4, 6.141e-3);

    /// <summary>Fine-line redistribution layer, "RDL".</summary>
    public static LineMaterial RedistributionLayer => new(0.0, 3.6e-3, 3.00e-4, 6.60e-3);

    /// <summary>Twin-axial fly-over cable, "TWX".</summary>
    public static LineMaterial TwinAxialCable => new(0.0, 1.35e-4, 0.11e-4, 4.60e-3);
}
