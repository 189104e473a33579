using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>Geometry of a vapour chamber: a plate that conducts far better along than through.</summary>
public sealed record VapourChamberParameters
{
    /// <summary>Width.</summary>
    [Parameter("width", Minimum = "5 mm", Maximum = "1 m", Source = "package of the thermal reference")]
    public Length Width { get; init; } = Length.FromMillimeters(75);

    /// <summary>Length.</summary>
    [Parameter("length", Minimum = "5 mm", Maximum = "1 m", Source = "package of the thermal reference")]
    public Length Length { get; init; } = Length.FromMillimeters(75);

    /// <summary>Thickness.</summary>
    [Parameter("thickness", Minimum = "0.5 mm", Maximum = "20 mm", Source = "3 mm is usual, engineering default")]
    public Length Thickness { get; init; } = Length.FromMillimeters(3);

    /// <summary>Width of the source, centred.</summary>
    [Parameter("width of the heat source", Minimum = "1 mm", Maximum = "1 m", Source = "27 mm die of the thermal reference")]
    public Length SourceWidth { get; init; } = Length.FromMillimeters(27);

    /// <summary>Length of the source, centred.</summary>
    [Parameter("length of the heat source", Minimum = "1 mm", Maximum = "1 m", Source = "27 mm die of the thermal reference")]
    public Length SourceLength { get; init; } = Length.FromMillimeters(27);

    /// <summary>Conductivity along the chamber.</summary>
    [Parameter("conductivity along the chamber", Minimum = "100 W/mK", Maximum = "100000 W/mK", Source = "more than ten times copper (thermal parameters, cooling hardware)")]
    [Spread(Part = "10 %", Source = "depends on vapour temperature and filling, engineering default")]
    public ThermalConductivity Along { get; init; } = ThermalConductivity.FromWattsPerMeterKelvin(5000);

    /// <summary>Conductivity through the chamber.</summary>
    [Parameter("conductivity through the chamber", Minimum = "1 W/mK", Maximum = "2000 W/mK", Source = "two wicks of 0.5 mm at 40 W/mK and copper walls of 0.5 mm over 3 mm: 3 / (2 x 0.5/40 + 2 x 0.5/390) W/mK = 109")]
    public ThermalConductivity Through { get; init; } = ThermalConductivity.FromWattsPerMeterKelvin(109);

    /// <summary>Conductance from the far face to the fluid; spreading depends on it.</summary>
    [Parameter("conductance from the chamber to the fluid beyond it", Minimum = "0.1 W/K", Maximum = "10000 W/K", Source = "9,000 W/m2K over 75 x 75 mm (thermal reference)")]
    public ThermalConductance Beyond { get; init; } = ThermalConductance.FromWattsPerKelvin(50.6);

    /// <summary>Heat capacity for each volume.</summary>
    [Parameter("volumetric heat capacity", Minimum = "0.5 MJ/m3K", Maximum = "5 MJ/m3K", Source = "half copper, little water, the rest vapour")]
    public VolumetricHeatCapacity Material { get; init; } = VolumetricHeatCapacity.FromMegajoulesPerCubicMeterKelvin(2.0);
}
