namespace Twin.Physics.Optical;

/// <summary>Values of a silicon ring modulator (formulas M2 and M3).</summary>
/// <param name="WavelengthM">Resonance at the reference temperature without heater, drive and absorbed light.</param>
/// <param name="ReferenceTemperatureC">Temperature of that resonance.</param>
/// <param name="QualityFactor">Loaded quality factor; 2500 to 4000 for 106 GBd (reference SIP-03).</param>
/// <param name="MinimumTransmission">Through transmission on resonance, linear, inside [0, 1).</param>
/// <param name="RadiusM">Ring radius.</param>
/// <param name="GroupIndex">Group index of the waveguide; 4.2 for a silicon strip (reference SIP-22).</param>
/// <param name="DriftMPerK">Resonance drift with temperature; 70e-12 to 90e-12 (reference SIP-01).</param>
/// <param name="HeaterMPerW">Resonance shift per heater power; 0.25e-6 by default (reference SIP-21).</param>
/// <param name="MaximumHeaterPowerW">Limit of the heater.</param>
/// <param name="DriveMPerV">Resonance shift per drive voltage.</param>
/// <param name="AbsorptionMPerW">Resonance shift per absorbed light.</param>
public readonly record struct RingModulatorParameters(
    double WavelengthM,
    double ReferenceTemperatureC,
    double QualityFactor,
    double MinimumTransmission,
    double RadiusM,
    double GroupIndex,
    double DriftMPerK,
    double HeaterMPerW,
    double MaximumHeaterPowerW,
    double DriveMPerV,
    double AbsorptionMPerW)
{
    /// <summary>Full width at half depth of the resonance, wavelength/Q.</summary>
    public double LinewidthM => WavelengthM / QualityFactor;
}
