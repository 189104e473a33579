namespace Twin.Physics.Optical;

/// <summary>Static light, voltage, heat and wavelength of a laser diode (formulas L1 to L7).</summary>
/// <remarks>
/// Threshold rises as exp(dT/T0), slope falls as exp(-dT/T1), dT from the reference temperature: Coldren, Corzine and
/// Mashanovitch, Diode Lasers and Photonic Integrated Circuits, ch. 2. Allocates nothing; any thread.
/// </remarks>
public static class LaserDiode
{
    private const int MaximumTurns = 60;
    private const double ToleranceK = 1e-11;

    /// <summary>Threshold current at a junction temperature (L1).</summary>
    public static double ThresholdCurrentA(in LaserDiodeParameters laser, double junctionTemperatureC) =>
        laser.ThresholdCurrentA * Math.Exp((junctionTemperatureC - laser.ReferenceTemperatureC) / laser.ThresholdTemperatureK);

    /// <summary>Slope efficiency at a junction temperature (L2).</summary>
    public static double SlopeEfficiencyWPerA(in LaserDiodeParameters laser, double junctionTemperatureC) =>
        laser.SlopeEfficiencyWPerA * Math.Exp((laser.ReferenceTemperatureC - junctionTemperatureC) / laser.SlopeTemperatureK);

    /// <summary>Vacuum wavelength at a junction temperature (L6).</summary>
    public static double WavelengthM(in LaserDiodeParameters laser, double junctionTemperatureC) =>
        laser.WavelengthM + (laser.WavelengthDriftMPerK * (junctionTemperatureC - laser.ReferenceTemperatureC));

    /// <summary>Operating point at a given junction temperature, as when the junction is a node of a thermal network.</summary>
    /// <param name="laser">Datasheet values.</param>
    /// <param name="currentA">Drive current, at or above zero.</param>
    /// <param name="junctionTemperatureC">Junction temperature.</param>
    public static LaserOperatingPoint AtJunction(in LaserDiodeParameters laser, double currentA, double junctionTemperatureC)
    {
        double threshold = ThresholdCurrentA(laser, junctionTemperatureC);
        double slope = SlopeEfficiencyWPerA(laser, junctionTemperatureC);
        return new LaserOperatingPoint(
            junctionTemperatureC, currentA, threshold, slope,
            Math.Max(0.0, slope * (currentA - threshold)),
            currentA > 0.0 ? laser.TurnOnVoltageV + (laser.SeriesResistanceOhm * currentA) : 0.0,
            WavelengthM(laser, junctionTemperatureC));
    }

    /// <summary>Operating point at a given case temperature: L1 to L5 solved together by Newton's method.</summary>
    /// <param name="laser">Datasheet values.</param>
    /// <param name="currentA">Drive current, at or above zero.</param>
    /// <param name="caseTemperatureC">Case temperature.</param>
    /// <param name="point">Out: the solution; when none is found, the point at the hottest junction tried.</param>
    /// <returns>False if no steady state below 300 K of self-heating exists or the values are not finite.</returns>
    /// <remarks>All drive power heats until light leaves, so the solution lies between the case temperature and that plus Rth V I;
    /// Newton steps that leave this bracket are halved into it.</remarks>
    public static bool TryAtCase(in LaserDiodeParameters laser, double currentA, double caseTemperatureC, out LaserOperatingPoint point)
    {
        double voltage = laser.TurnOnVoltageV + (laser.SeriesResistanceOhm * currentA);
        double low = caseTemperatureC;
        double high = caseTemperatureC + (laser.ThermalResistanceKPerW * voltage * currentA);
        double junction = low;
        for (int turn = 0; turn < MaximumTurns; turn++)
        {
            point = AtJunction(laser, currentA, junction);
            double residual = junction - caseTemperatureC - (laser.ThermalResistanceKPerW * point.HeatW);
            if (Math.Abs(residual) <= ToleranceK)
                return junction - caseTemperatureC < 300.0;
            if (!double.IsFinite(residual))
                return false;
            if (residual < 0.0)
                low = junction;
            else
                high = junction;

            double powerSlope = point.OpticalPowerW > 0.0
                ? (-point.OpticalPowerW / laser.SlopeTemperatureK)
                  - (point.SlopeEfficiencyWPerA * point.ThresholdCurrentA / laser.ThresholdTemperatureK)
                : 0.0;
            double next = junction - (residual / (1.0 + (laser.ThermalResistanceKPerW * powerSlope)));
            next = next > low && next < high ? next : 0.5 * (low + high);
            if (next == junction)
                return junction - caseTemperatureC < 300.0;
            junction = next;
        }

        point = AtJunction(laser, currentA, junction);
        return false;
    }

    /// <summary>Current for a wanted power at a given junction temperature, the inverse of L3.</summary>
    /// <param name="laser">Datasheet values.</param>
    /// <param name="opticalPowerW">Wanted power; at or below zero gives zero current.</param>
    /// <param name="junctionTemperatureC">Junction temperature.</param>
    public static double CurrentForPowerA(in LaserDiodeParameters laser, double opticalPowerW, double junctionTemperatureC) =>
        opticalPowerW <= 0.0
            ? 0.0
            : ThresholdCurrentA(laser, junctionTemperatureC) + (opticalPowerW / SlopeEfficiencyWPerA(laser, junctionTemperatureC));

    /// <summary>Current for a wanted power at a given case temperature, self-heating included.</summary>
    /// <param name="laser">Datasheet values.</param>
    /// <param name="opticalPowerW">Wanted power, above zero.</param>
    /// <param name="caseTemperatureC">Case temperature.</param>
    /// <param name="maximumCurrentA">Limit of the driver.</param>
    /// <param name="point">Out: the operating point at the current found, or at the limit.</param>
    /// <returns>False if the power is not reached at the limit or the laser rolls over before.</returns>
    /// <remarks>Fixed point over the junction temperature, which rises monotonically from the case temperature.</remarks>
    public static bool TryCurrentForPower(
        in LaserDiodeParameters laser, double opticalPowerW, double caseTemperatureC, double maximumCurrentA, out LaserOperatingPoint point)
    {
        double junction = caseTemperatureC;
        for (int turn = 0; turn < 4 * MaximumTurns; turn++)
        {
            double current = CurrentForPowerA(laser, opticalPowerW, junction);
            if (!(current <= maximumCurrentA))
                break;
            point = AtJunction(laser, current, junction);
            double next = caseTemperatureC + (laser.ThermalResistanceKPerW * point.HeatW);
            if (Math.Abs(next - junction) <= ToleranceK)
                return true;
            junction = next;
        }

        TryAtCase(laser, maximumCurrentA, caseTemperatureC, out point);
        return false;
    }

    /// <summary>Operating points of many diodes at given junction temperatures.</summary>
    /// <param name="laser">Datasheet values, the same for all.</param>
    /// <param name="currentsA">Drive current per diode.</param>
    /// <param name="junctionTemperaturesC">Junction temperature per diode.</param>
    /// <param name="opticalPowersW">Out: light per diode.</param>
    /// <param name="heatsW">Out: heat per diode.</param>
    /// <param name="wavelengthsM">Out: wavelength per diode.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void AtJunction(
        in LaserDiodeParameters laser,
        ReadOnlySpan<double> currentsA,
        ReadOnlySpan<double> junctionTemperaturesC,
        Span<double> opticalPowersW,
        Span<double> heatsW,
        Span<double> wavelengthsM)
    {
        int count = currentsA.Length;
        if (junctionTemperaturesC.Length != count || opticalPowersW.Length != count || heatsW.Length != count || wavelengthsM.Length != count)
            throw new ArgumentException("All spans have one element per diode.", nameof(junctionTemperaturesC));
        for (int i = 0; i < count; i++)
        {
            LaserOperatingPoint point = AtJunction(laser, currentsA[i], junctionTemperaturesC[i]);
            opticalPowersW[i] = point.OpticalPowerW;
            heatsW[i] = point.HeatW;
            wavelengthsM[i] = point.WavelengthM;
        }
    }

    /// <summary>Noise current variance of relative intensity noise (L7).</summary>
    /// <param name="relativeIntensityNoisePerHz">RIN as a linear ratio per hertz.</param>
    /// <param name="bandwidthHz">Noise bandwidth.</param>
    /// <param name="photocurrentA">Mean photocurrent.</param>
    /// <returns>Variance in ampere squared.</returns>
    public static double IntensityNoiseVariance(double relativeIntensityNoisePerHz, double bandwidthHz, double photocurrentA) =>
        relativeIntensityNoisePerHz * bandwidthHz * photocurrentA * photocurrentA;
}
