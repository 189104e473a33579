namespace Twin.Physics.Optical;

/// <summary>State of a laser diode at one current and junction temperature.</summary>
/// <param name="JunctionTemperatureC">Junction temperature.</param>
/// <param name="CurrentA">Drive current.</param>
/// <param name="ThresholdCurrentA">Threshold at this junction temperature.</param>
/// <param name="SlopeEfficiencyWPerA">Slope efficiency at this junction temperature.</param>
/// <param name="OpticalPowerW">Light out of the facet.</param>
/// <param name="VoltageV">Forward voltage.</param>
/// <param name="WavelengthM">Vacuum wavelength.</param>
public readonly record struct LaserOperatingPoint(
    double JunctionTemperatureC,
    double CurrentA,
    double ThresholdCurrentA,
    double SlopeEfficiencyWPerA,
    double OpticalPowerW,
    double VoltageV,
    double WavelengthM)
{
    /// <summary>Electrical power drawn, V I.</summary>
    public double ElectricalPowerW => VoltageV * CurrentA;

    /// <summary>Heat left in the diode, V I - P.</summary>
    public double HeatW => ElectricalPowerW - OpticalPowerW;

    /// <summary>Wall-plug efficiency P/(V I); zero without current.</summary>
    public double WallPlugEfficiency => ElectricalPowerW > 0.0 ? OpticalPowerW / ElectricalPowerW : 0.0;
}
