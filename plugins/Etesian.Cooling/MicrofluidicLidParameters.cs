using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>Geometry of a lid with micro-channels over the dies.</summary>
public sealed record MicrofluidicLidParameters
{
    /// <summary>Width over which the channels lie side by side.</summary>
    [Parameter("width over which the channels lie", Minimum = "1 mm", Maximum = "300 mm", Source = "27 mm die of the thermal reference")]
    public Length Width { get; init; } = Length.FromMillimeters(27);

    /// <summary>Length of the channels.</summary>
    [Parameter("length of the channels", Minimum = "1 mm", Maximum = "300 mm", Source = "27 mm die of the thermal reference")]
    public Length Length { get; init; } = Length.FromMillimeters(27);

    /// <summary>Width of a channel.</summary>
    [Parameter("width of a channel", Minimum = "10 um", Maximum = "5 mm", Source = "etched silicon, 50-200 um; engineering default")]
    public Length ChannelWidth { get; init; } = Length.FromMicrometers(100);

    /// <summary>Height of a channel.</summary>
    [Parameter("height of a channel", Minimum = "10 um", Maximum = "10 mm", Source = "etched silicon, aspect ratio 3-5; engineering default")]
    public Length ChannelHeight { get; init; } = Length.FromMicrometers(400);

    /// <summary>Wall between two channels.</summary>
    [Parameter("thickness of the wall between channels", Minimum = "5 um", Maximum = "5 mm", Source = "engineering default")]
    public Length WallThickness { get; init; } = Length.FromMicrometers(100);

    /// <summary>Thickness of the base under the channels.</summary>
    [Parameter("thickness of the base under the channels", Minimum = "10 um", Maximum = "10 mm", Source = "engineering default")]
    public Length BaseThickness { get; init; } = Length.FromMicrometers(300);

    /// <summary>Conductivity of base and walls.</summary>
    [Parameter("conductivity of base and walls", Minimum = "1 W/mK", Maximum = "2000 W/mK", Source = "silicon at 60 degC, 120 W/mK (thermal reference)")]
    public ThermalConductivity Conductivity { get; init; } = ThermalConductivity.FromWattsPerMeterKelvin(120);

    /// <summary>Heat capacity of the lid for each volume, coolant in the channels included.</summary>
    [Parameter("volumetric heat capacity", Minimum = "0.5 MJ/m3K", Maximum = "5 MJ/m3K", Source = "silicon 1.66 MJ/m3K, a third coolant 4.1 MJ/m3K")]
    public VolumetricHeatCapacity Material { get; init; } = VolumetricHeatCapacity.FromMegajoulesPerCubicMeterKelvin(2.4);

    /// <summary>Conductivity of the coolant.</summary>
    [Parameter("conductivity of the coolant", Minimum = "0.05 W/mK", Maximum = "2 W/mK", Source = "water at 40 degC 0.63 W/mK, Incropera table A.6; a quarter of propylene glycol 0.48 W/mK")]
    public ThermalConductivity CoolantConductivity { get; init; } = ThermalConductivity.FromWattsPerMeterKelvin(0.63);

    /// <summary>Flow at which the drop is given.</summary>
    [Parameter("rated flow", Minimum = "1e-7 m3/s", Maximum = "0.01 m3/s", Source = "1 L/min for a die of 500 W: a rise of 7 K")]
    public VolumeFlow RatedFlow { get; init; } = VolumeFlow.FromLitersPerMinute(1);

    /// <summary>Pressure drop at the rated flow.</summary>
    [Parameter("pressure drop at the rated flow", Minimum = "1 Pa", Maximum = "1000 kPa", Source = "135 channels at 3.1 m/s, Re 740: laminar friction f Re 18.2 over 27 mm (Shah and London) 78 kPa, 1.5 heads 7 kPa")]
    public Pressure RatedDrop { get; init; } = Pressure.FromKilopascals(85);

    /// <summary>Share of the drop at the rated flow that goes with the flow rather than its square.</summary>
    [Parameter("laminar share of the rated drop", Minimum = "0", Maximum = "1", Source = "from the same estimate")]
    public double LaminarShare { get; init; } = 0.92;
}
