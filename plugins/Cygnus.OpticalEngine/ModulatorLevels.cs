using Twin.Contracts;

namespace Cygnus.OpticalEngine;

/// <summary>What a modulator makes of its carrier: mean transmission, outer swing of the transmission, and evenness of the levels.</summary>
/// <param name="Mean">Mean transmission over the levels.</param>
/// <param name="Outer">Transmission between the outermost levels, at least zero.</param>
/// <param name="Mismatch">Ratio of level mismatch, 1 for evenly spaced levels.</param>
internal readonly record struct ModulatorLevels(double Mean, double Outer, double Mismatch)
{
    // An eye that is all but closed; keeps the ratio inside the range that link arithmetic accepts.
    private const double LeastMismatch = 0.05;

    /// <summary>Judges four transmissions, in the order of the drive.</summary>
    /// <param name="t0">At the lowest drive.</param>
    /// <param name="t1">At a third.</param>
    /// <param name="t2">At two thirds.</param>
    /// <param name="t3">At the highest drive.</param>
    /// <param name="modulation">With two levels only the outer ones count.</param>
    /// <remarks>Level mismatch of IEEE Std 802.3, 120D.3.1.2.</remarks>
    internal static ModulatorLevels From(double t0, double t1, double t2, double t3, Modulation modulation)
    {
        double middle = 0.5 * (t0 + t3);
        double half = 0.5 * (t3 - t0);
        if (modulation == Modulation.Nrz || Math.Abs(half) < 1e-12)
            return new ModulatorLevels(middle, Math.Abs(2 * half), 1);

        double lower = 3 * (middle - t1) / half;
        double upper = 3 * (t2 - middle) / half;
        double mismatch = Math.Min(Math.Min(lower, upper), Math.Min(2 - lower, 2 - upper));
        return new ModulatorLevels(0.25 * (t0 + t1 + t2 + t3), Math.Abs(2 * half), Math.Clamp(mismatch, LeastMismatch, 1));
    }
}
