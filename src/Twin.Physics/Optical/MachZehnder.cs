namespace Twin.Physics.Optical;

/// <summary>Mach-Zehnder modulator (formula M5).</summary>
/// <remarks>Allocates nothing.</remarks>
public static class MachZehnder
{
    /// <summary>Transmission, (1 + cos(pi V/Vpi + phi))/2.</summary>
    /// <param name="driveV">Drive voltage.</param>
    /// <param name="halfWaveVoltageV">Vpi.</param>
    /// <param name="biasRad">Bias phase phi; pi/2 is quadrature.</param>
    public static double Transmission(double driveV, double halfWaveVoltageV, double biasRad) =>
        0.5 * (1.0 + Math.Cos((Math.PI * driveV / halfWaveVoltageV) + biasRad));

    /// <summary>Vpi of an arm length, VpiL/L.</summary>
    /// <param name="halfWaveVoltageLengthVM">VpiL in volt metre; 0.02 for silicon depletion by default (reference SIP-38).</param>
    /// <param name="lengthM">Length of the phase shifter.</param>
    public static double HalfWaveVoltageV(double halfWaveVoltageLengthVM, double lengthM) => halfWaveVoltageLengthVM / lengthM;

    /// <summary>Levels that a swing about quadrature makes of continuous light.</summary>
    /// <param name="inputPowerW">Light in, insertion loss taken off.</param>
    /// <param name="swingV">Peak-to-peak drive, at most Vpi: beyond, the transfer folds back and the swing is held at Vpi.</param>
    /// <param name="halfWaveVoltageV">Vpi.</param>
    /// <param name="biasErrorRad">Phase error from quadrature.</param>
    /// <param name="omaW">Out: outer modulation amplitude, P sin(pi swing/(2 Vpi)) cos(error).</param>
    /// <param name="extinctionRatio">Out: ratio of the levels; infinity when the lower one is dark.</param>
    public static void Modulate(
        double inputPowerW, double swingV, double halfWaveVoltageV, double biasErrorRad, out double omaW, out double extinctionRatio)
    {
        double half = 0.5 * Math.Min(Math.Abs(swingV), halfWaveVoltageV);
        double a = Transmission(-half, halfWaveVoltageV, (0.5 * Math.PI) + biasErrorRad);
        double b = Transmission(half, halfWaveVoltageV, (0.5 * Math.PI) + biasErrorRad);
        double low = Math.Min(a, b), high = Math.Max(a, b);
        omaW = inputPowerW * (high - low);
        extinctionRatio = low > 0.0 ? high / low : double.PositiveInfinity;
    }

    /// <summary>Level mismatch ratio of four equally driven levels: three times the smallest step over the outer amplitude.</summary>
    /// <param name="swingV">Peak-to-peak drive about quadrature, at most Vpi.</param>
    /// <param name="halfWaveVoltageV">Vpi.</param>
    /// <remarks>The sine compresses the outer eyes; definition of RLM as IEEE Std 802.3 94.3.12.5.1 applied to its ideal transfer.</remarks>
    public static double LevelMismatch(double swingV, double halfWaveVoltageV)
    {
        double half = 0.5 * Math.PI * Math.Min(Math.Abs(swingV), halfWaveVoltageV) / halfWaveVoltageV;
        if (half == 0.0)
            return 1.0;
        double outer = Math.Sin(half), inner = Math.Sin(half / 3.0);
        return Math.Min(outer - inner, 2.0 * inner) * 1.5 / outer;
    }
}
