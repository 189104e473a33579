using System.Numerics;

namespace Twin.Physics.Electrical;

/// <summary>Scattering parameters and loss of uniform lines and of cascades of parts.</summary>
/// <remarks>
/// Line model of IEEE Std 802.3 Annex 93A.1.2: gamma(f) = g0 + a1 (1 + j) sqrt(f) + [a2 (1 - j (2/pi) ln f) + j 2 pi tau] f with f in GHz,
/// per mm. The legs of a pair are uncoupled, so one leg against half the reference gives the differential parameters. Allocates nothing.
/// </remarks>
public static class TransmissionLine
{
    /// <summary>Reference impedance of one leg, 50 ohm.</summary>
    public const double ReferenceOhm = 50.0;

    private const double DecibelsPerNeper = 8.6858896380650365530;   // 20/ln 10

    /// <summary>Propagation constant gamma, per metre.</summary>
    /// <param name="material">Line material.</param>
    /// <param name="frequencyHz">Frequency, at or above zero.</param>
    public static Complex PropagationPerM(in LineMaterial material, double frequencyHz)
    {
        double f = frequencyHz * 1e-9;
        if (f <= 0.0)
            return new Complex(1e3 * material.ConstantPerMm, 0.0);
        double root = material.ConductorRootNsPerMm * Math.Sqrt(f);
        double real = material.ConstantPerMm + root + (material.DielectricNsPerMm * f);
        double imaginary = root + (((2.0 * Math.PI * material.DelayNsPerMm) - (material.DielectricNsPerMm * (2.0 / Math.PI) * Math.Log(f))) * f);
        return new Complex(1e3 * real, 1e3 * imaginary);
    }

    /// <summary>Loss of a matched line in decibels.</summary>
    /// <param name="material">Line material.</param>
    /// <param name="lengthM">Length.</param>
    /// <param name="frequencyHz">Frequency.</param>
    public static double MatchedLossDb(in LineMaterial material, double lengthM, double frequencyHz) =>
        DecibelsPerNeper * lengthM * PropagationPerM(material, frequencyHz).Real;

    /// <summary>Scattering parameters of one leg of a line (S22 = S11, S12 = S21).</summary>
    /// <param name="material">Line material.</param>
    /// <param name="characteristicOhm">Impedance of the leg.</param>
    /// <param name="lengthM">Length.</param>
    /// <param name="frequencyHz">Frequency.</param>
    /// <param name="s11">Out: reflection.</param>
    /// <param name="s21">Out: transmission.</param>
    public static void Scattering(
        in LineMaterial material, double characteristicOhm, double lengthM, double frequencyHz, out Complex s11, out Complex s21)
    {
        Complex once = Complex.Exp(-PropagationPerM(material, frequencyHz) * lengthM);
        double rho = (characteristicOhm - ReferenceOhm) / (characteristicOhm + ReferenceOhm);
        Complex twice = once * once;
        Complex denominator = 1.0 - (rho * rho * twice);
        s11 = rho * (1.0 - twice) / denominator;
        s21 = (1.0 - (rho * rho)) * once / denominator;
    }

    /// <summary>Transmission S21 of a cascade between 50-ohm legs, reflections between the parts included.</summary>
    /// <param name="parts">Parts from transmitter to receiver.</param>
    /// <param name="frequencyHz">Frequency.</param>
    /// <remarks>Chain (ABCD) matrices; a few hundred nanoseconds per part, for compile time.</remarks>
    public static Complex Transmission(ReadOnlySpan<ChannelPart> parts, double frequencyHz)
    {
        Complex a = Complex.One, b = Complex.Zero, c = Complex.Zero, d = Complex.One;
        double omega = 2.0 * Math.PI * frequencyHz;
        foreach (ref readonly ChannelPart part in parts)
        {
            Complex pa = Complex.One, pb, pc, pd = Complex.One;
            if (part.CharacteristicOhm > 0.0)
            {
                Complex gamma = PropagationPerM(part.Material, frequencyHz) * part.LengthM;
                Complex sinh = Complex.Sinh(gamma);
                pa = pd = Complex.Cosh(gamma);
                pb = sinh * part.CharacteristicOhm;
                pc = sinh / part.CharacteristicOhm;
            }
            else
            {
                pb = new Complex(0.0, omega * part.InductanceH);
                pc = new Complex(0.0, omega * part.CapacitanceF);
            }

            (a, b) = ((a * pa) + (b * pc), (a * pb) + (b * pd));
            (c, d) = ((c * pa) + (d * pc), (c * pb) + (d * pd));
        }

        return 2.0 / (a + (b / ReferenceOhm) + (c * ReferenceOhm) + d);
    }

    /// <summary>Insertion loss of a cascade in decibels, -20 log10 |S21|.</summary>
    /// <param name="parts">Parts from transmitter to receiver.</param>
    /// <param name="frequencyHz">Frequency.</param>
    public static double LossDb(ReadOnlySpan<ChannelPart> parts, double frequencyHz) =>
        -20.0 * Math.Log10(Complex.Abs(Transmission(parts, frequencyHz)));

    /// <summary>Share w of the loss that rises as sqrt(f), from the losses at Nyquist and at a quarter of it.</summary>
    /// <param name="nyquistLossDb">Loss at the Nyquist frequency, above zero.</param>
    /// <param name="quarterLossDb">Loss at a quarter of it.</param>
    /// <returns>w of loss(f) = L (w sqrt(f/fN) + (1 - w) f/fN), held inside [0, 1].</returns>
    public static double RootShare(double nyquistLossDb, double quarterLossDb) =>
        Math.Clamp((4.0 * quarterLossDb / nyquistLossDb) - 1.0, 0.0, 1.0);
}
