using Twin.Contracts;
using Twin.Units;

namespace Dorado.PluggableModule;

/// <summary>Datasheet values of a module with a signal processor. The defaults are an 800G 2xFR4 OSFP: about 15 W.</summary>
public sealed record DspModuleParameters : ModuleParameters
{
    /// <summary>Power of the signal processor that does not depend on lanes or temperature.</summary>
    [Parameter("standing power of the signal processor", Minimum = "0 W", Maximum = "20 W", Source = "6-7 W in all at 800G (interconnect INT-09), about half the module (INT-08)")]
    [Spread(Part = "3 %", Source = "engineering default")]
    public Power ProcessorStanding { get; init; } = Power.FromWatts(1.6);

    /// <summary>Power of the signal processor for each lane that is up, both directions.</summary>
    [Parameter("power of the signal processor for each lane", Minimum = "0 W", Maximum = "5 W", Source = "6-7 W in all at 800G (interconnect INT-09)")]
    [Spread(Part = "3 %", Source = "engineering default")]
    public Power ProcessorLane { get; init; } = Power.FromMilliwatts(540);

    /// <summary>Leakage of the signal processor at its reference temperature.</summary>
    [Parameter("leakage of the signal processor at 85 degC", Minimum = "0 W", Maximum = "10 W", Source = "about a tenth of the total in 5-7 nm, engineering default")]
    [Spread(Part = "10 %", Source = "process, engineering default")]
    public Power Leakage { get; init; } = Power.FromWatts(0.7);

    /// <summary>Temperature over which leakage grows by e.</summary>
    [Parameter("temperature over which leakage grows by e", Minimum = "5 K", Maximum = "500 K", Source = "doubling every 28 K, engineering default")]
    public TemperatureDifference LeakageSlope { get; init; } = TemperatureDifference.FromKelvin(40);

    /// <summary>Time through the signal processor, either way.</summary>
    [Parameter("latency of the signal processor, each way", Minimum = "0 s", Maximum = "10 us", Source = "no public figure (latency LAT-08); assumption")]
    public Duration Latency { get; init; } = Duration.FromNanoseconds(60);

    /// <summary>Heat capacity of the signal processor with its package.</summary>
    [Parameter("heat capacity of the signal processor", Minimum = "0.01 J/K", Maximum = "100 J/K", Source = "engineering default")]
    public HeatCapacity ProcessorCapacity { get; init; } = HeatCapacity.FromJoulesPerKelvin(4);

    /// <summary>Conductance from the signal processor to the case.</summary>
    [Parameter("conductance from signal processor to case", Minimum = "0.01 W/K", Maximum = "100 W/K", Source = "gap pad: about 12 K at 7 W, engineering default")]
    [Spread(Part = "6 %", Source = "gap pads, engineering default")]
    public ThermalConductance ProcessorConductance { get; init; } = ThermalConductance.FromWattsPerKelvin(0.6);

    /// <summary>Conductance from the signal processor to the optics through the board.</summary>
    [Parameter("conductance from signal processor to optics", Minimum = "0 W/K", Maximum = "10 W/K", Source = "engineering default")]
    public ThermalConductance BoardConductance { get; init; } = ThermalConductance.FromWattsPerKelvin(0.05);
}
