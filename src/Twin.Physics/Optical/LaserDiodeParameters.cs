namespace Twin.Physics.Optical;

/// <summary>Datasheet values of an edge-emitting laser diode, formulas L1 to L6.</summary>
/// <param name="ReferenceTemperatureC">Junction temperature at which the other values hold.</param>
/// <param name="ThresholdCurrentA">Threshold current at the reference temperature, Ith0.</param>
/// <param name="ThresholdTemperatureK">Characteristic temperature T0 of the threshold.</param>
/// <param name="SlopeEfficiencyWPerA">Slope efficiency at the reference temperature, eta0.</param>
/// <param name="SlopeTemperatureK">Characteristic temperature T1 of the slope.</param>
/// <param name="TurnOnVoltageV">Voltage V0 at no current.</param>
/// <param name="SeriesResistanceOhm">Series resistance Rs.</param>
/// <param name="ThermalResistanceKPerW">Junction to case, Rth.</param>
/// <param name="WavelengthM">Vacuum wavelength at the reference temperature.</param>
/// <param name="WavelengthDriftMPerK">Drift of the wavelength with junction temperature; about 0.09e-9 for an InP DFB (reference LAS-06).</param>
public readonly record struct LaserDiodeParameters(
    double ReferenceTemperatureC,
    double ThresholdCurrentA,
    double ThresholdTemperatureK,
    double SlopeEfficiencyWPerA,
    double SlopeTemperatureK,
    double TurnOnVoltageV,
    double SeriesResistanceOhm,
    double ThermalResistanceKPerW,
    double WavelengthM,
    double WavelengthDriftMPerK)
{
    /// <summary>Engineering default of a DFB in a pluggable module (reference set "dfb_pluggable"; not a published device).</summary>
    public static LaserDiodeParameters DfbPluggable => new(25.0, 0.015, 60.0, 0.35, 180.0, 0.95, 0.9, 12.0, 1310e-9, 0.09e-9);

    /// <summary>Engineering default of a high-power continuous-wave DFB (reference set "dfb_cw_high_power"; not a published device).</summary>
    public static LaserDiodeParameters DfbContinuousWave => new(25.0, 0.040, 70.0, 0.42, 250.0, 0.95, 0.6, 8.0, 1310e-9, 0.09e-9);
}
