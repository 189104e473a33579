namespace Twin.Physics.Optical;

/// <summary>Attenuation and chromatic dispersion of single-mode fibre (formulas R8 and R9).</summary>
/// <remarks>Allocates nothing.</remarks>
public static class FibreDispersion
{
    /// <summary>Zero-dispersion slope of standard single-mode fibre, 0.092 ps/(nm^2 km), in s/m^3 (formula R8).</summary>
    public const double ZeroDispersionSlopeSPerM3 = 0.092e3;

    /// <summary>Attenuation in the O band by default, dB/m: 0.4 dB/km (formula R9).</summary>
    public const double AttenuationDbPerM = 0.4e-3;

    /// <summary>Dispersion coefficient S0/4 (l - l0^4/l^3) (R8).</summary>
    /// <param name="wavelengthM">Wavelength l.</param>
    /// <param name="zeroDispersionWavelengthM">Zero-dispersion wavelength l0; 1300e-9 to 1324e-9 for standard fibre.</param>
    /// <param name="slopeSPerM3">Slope S0.</param>
    /// <returns>In s/m^2; 1e-6 of it is 1 ps/(nm km).</returns>
    public static double CoefficientSPerM2(
        double wavelengthM, double zeroDispersionWavelengthM, double slopeSPerM3 = ZeroDispersionSlopeSPerM3)
    {
        double ratio = zeroDispersionWavelengthM / wavelengthM;
        double square = ratio * ratio;
        return 0.25 * slopeSPerM3 * wavelengthM * (1.0 - (square * square));
    }

    /// <summary>Accumulated dispersion of a length, in s/m; 1e-3 of it is 1 ps/nm.</summary>
    public static double AccumulatedSPerM(
        double wavelengthM, double zeroDispersionWavelengthM, double lengthM, double slopeSPerM3 = ZeroDispersionSlopeSPerM3) =>
        CoefficientSPerM2(wavelengthM, zeroDispersionWavelengthM, slopeSPerM3) * lengthM;

    /// <summary>Loss of the intensity response at a frequency, relative to its value at zero.</summary>
    /// <param name="accumulatedSPerM">Accumulated dispersion.</param>
    /// <param name="wavelengthM">Wavelength.</param>
    /// <param name="frequencyHz">Modulation frequency, the Nyquist frequency for a link.</param>
    /// <param name="chirp">Linewidth enhancement (chirp) parameter of the transmitter; zero for a balanced modulator.</param>
    /// <returns>-20 log10 |cos theta - chirp sin theta|, theta = pi l^2 D f^2/c, at most 40 dB: at a null the link is lost anyway.
    /// Negative when chirp and dispersion compress the pulse.</returns>
    /// <remarks>Small-signal response of Wang and Petermann, J. Lightwave Technol. 10 (1992) 96. Grows with the square of the baud.</remarks>
    public static double RollOffDb(double accumulatedSPerM, double wavelengthM, double frequencyHz, double chirp = 0.0)
    {
        double theta = Math.PI * wavelengthM * wavelengthM * accumulatedSPerM * frequencyHz * frequencyHz / PhysicalConstants.SpeedOfLightInVacuumMPerS;
        double response = Math.Abs(Math.Cos(theta) - (chirp * Math.Sin(theta)));
        return -20.0 * Math.Log10(Math.Max(response, 0.01));
    }

    /// <summary>Loss of a length with connectors (R9).</summary>
    /// <param name="lengthM">Length.</param>
    /// <param name="connectors">Connectors in the path.</param>
    /// <param name="connectorLossDb">Loss of each; 0.25 to 0.75 dB.</param>
    /// <param name="attenuationDbPerM">Attenuation.</param>
    public static double LossDb(
        double lengthM, int connectors = 0, double connectorLossDb = 0.25, double attenuationDbPerM = AttenuationDbPerM) =>
        (lengthM * attenuationDbPerM) + (connectors * connectorLossDb);
}
