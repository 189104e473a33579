namespace Twin.Physics.Optical;

/// <summary>Through transmission, resonance and heater of a ring modulator (formulas M2 to M4).</summary>
/// <remarks>Allocates nothing.</remarks>
public static class RingModulator
{
    /// <summary>Through transmission at a distance from resonance (M2).</summary>
    /// <param name="detuningM">Laser minus resonance wavelength.</param>
    /// <param name="linewidthM">Full width at half depth.</param>
    /// <param name="minimumTransmission">Transmission on resonance.</param>
    public static double Transmission(double detuningM, double linewidthM, double minimumTransmission)
    {
        double x = 2.0 * detuningM / linewidthM;
        return 1.0 - ((1.0 - minimumTransmission) / (1.0 + (x * x)));
    }

    /// <summary>Share of a neighbour's resonance that remains at a distance, 1/(1 + (2D/FWHM)^2).</summary>
    public static double Tail(double detuningM, double linewidthM)
    {
        double x = 2.0 * detuningM / linewidthM;
        return 1.0 / (1.0 + (x * x));
    }

    /// <summary>Bandwidth set by the photon lifetime, c/(wavelength Q) (M2).</summary>
    public static double PhotonLifetimeBandwidthHz(double wavelengthM, double qualityFactor) =>
        PhysicalConstants.SpeedOfLightInVacuumMPerS / (wavelengthM * qualityFactor);

    /// <summary>Distance between resonances, wavelength^2/(ng 2 pi r) (M2).</summary>
    public static double FreeSpectralRangeM(double wavelengthM, double groupIndex, double radiusM) =>
        wavelengthM * wavelengthM / (groupIndex * 2.0 * Math.PI * radiusM);

    /// <summary>Resonance wavelength (M3).</summary>
    /// <param name="ring">Values of the ring.</param>
    /// <param name="temperatureC">Temperature of the silicon around the ring, without its own heater.</param>
    /// <param name="heaterPowerW">Heater power.</param>
    /// <param name="driveV">Drive voltage.</param>
    /// <param name="absorbedPowerW">Light absorbed in the ring.</param>
    public static double ResonanceM(
        in RingModulatorParameters ring, double temperatureC, double heaterPowerW, double driveV = 0.0, double absorbedPowerW = 0.0) =>
        ring.WavelengthM
        + (ring.DriftMPerK * (temperatureC - ring.ReferenceTemperatureC))
        + (ring.HeaterMPerW * heaterPowerW)
        + (ring.DriveMPerV * driveV)
        + (ring.AbsorptionMPerW * absorbedPowerW);

    /// <summary>Heater power that pulls the resonance onto a wavelength (M4), not limited.</summary>
    /// <returns>Below zero: too hot to be pulled. Above the maximum: too cold. Either is loss of lock unless the ring steps by one
    /// free spectral range.</returns>
    public static double HeaterPowerW(
        in RingModulatorParameters ring, double targetM, double temperatureC, double driveV = 0.0, double absorbedPowerW = 0.0) =>
        (targetM - ResonanceM(ring, temperatureC, 0.0, driveV, absorbedPowerW)) / ring.HeaterMPerW;

    /// <summary>Heater power for lock, stepping to the next resonance order when the nearest one is out of reach (M4).</summary>
    /// <param name="ring">Values of the ring.</param>
    /// <param name="targetM">Wavelength to lock to.</param>
    /// <param name="temperatureC">Temperature of the silicon around the ring.</param>
    /// <param name="heaterPowerW">Out: power of the coldest order within reach, else limited to 0 or the maximum.</param>
    /// <param name="order">Out: orders stepped; 0 for the designed one.</param>
    /// <returns>Whether an order within the heater's range exists.</returns>
    public static bool TryLock(
        in RingModulatorParameters ring, double targetM, double temperatureC, out double heaterPowerW, out int order)
    {
        double power = HeaterPowerW(ring, targetM, temperatureC);
        order = 0;
        if (power < 0.0)
        {
            // Resonances repeat every FSR: the next lower order lies one FSR below and is pulled up instead.
            double stepW = FreeSpectralRangeM(ring.WavelengthM, ring.GroupIndex, ring.RadiusM) / ring.HeaterMPerW;
            order = (int)Math.Min(Math.Ceiling(-power / stepW), 1e6);
            power += order * stepW;
        }

        heaterPowerW = Math.Clamp(power, 0.0, ring.MaximumHeaterPowerW);
        return power <= ring.MaximumHeaterPowerW;
    }

    /// <summary>Levels that a drive swing makes of continuous light.</summary>
    /// <param name="inputPowerW">Light into the ring, on-chip losses taken off.</param>
    /// <param name="ring">Values of the ring.</param>
    /// <param name="biasDetuningM">Laser minus resonance at the middle of the swing.</param>
    /// <param name="swingV">Peak-to-peak drive.</param>
    /// <param name="omaW">Out: outer modulation amplitude, never negative.</param>
    /// <param name="extinctionRatio">Out: ratio of the levels, at least 1.</param>
    public static void Modulate(
        double inputPowerW, in RingModulatorParameters ring, double biasDetuningM, double swingV, out double omaW, out double extinctionRatio)
    {
        double half = 0.5 * ring.DriveMPerV * swingV;
        double a = Transmission(biasDetuningM - half, ring.LinewidthM, ring.MinimumTransmission);
        double b = Transmission(biasDetuningM + half, ring.LinewidthM, ring.MinimumTransmission);
        double low = Math.Min(a, b), high = Math.Max(a, b);
        omaW = inputPowerW * (high - low);
        extinctionRatio = low > 0.0 ? high / low : double.PositiveInfinity;
    }
}
