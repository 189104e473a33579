using Twin.Units;

namespace Twin.Contracts.Proof;

/// <summary>Datasheet values of a voltage regulator.</summary>
public sealed record VoltageRegulatorParameters
{
    /// <summary>Voltage at its input.</summary>
    [Parameter("input voltage", Minimum = "1 V", Maximum = "60 V")]
    public Voltage Input { get; init; } = Voltage.FromVolts(12);

    /// <summary>Output voltage without load.</summary>
    [Parameter("output voltage without load", Minimum = "0.3 V", Maximum = "60 V")]
    public Voltage Output { get; init; } = Voltage.FromMillivolts(760);

    /// <summary>Rated output.</summary>
    [Parameter("rated output", Minimum = "1 W", Maximum = "5 kW")]
    public Power Rated { get; init; } = Power.FromWatts(900);

    /// <summary>Loss at rated output, half in proportion and half resistive, as a share of it.</summary>
    [Parameter("loss at rated output", Minimum = "0.5 %", Maximum = "40 %"), Spread(Part = "3 %")]
    public Ratio Loss { get; init; } = Ratio.FromPercent(9);

    /// <summary>Output resistance.</summary>
    [Parameter("load line", Minimum = "1 uohm", Maximum = "1 ohm")]
    public Resistance LoadLine { get; init; } = Resistance.FromMicroohms(20);
}

/// <summary>Regulator from one rail to another: everything it does is said by its description, so that it has no behaviour.</summary>
internal sealed class VoltageRegulator(VoltageRegulatorParameters datasheet) : IComponent
{
    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("voltage_regulator");
        ThermalNode stages = builder.ThermalNode("stages", HeatCapacity.FromJoulesPerKelvin(60), new(
            Temperature.FromCelsius(105), Temperature.FromCelsius(115), Temperature.FromCelsius(125)));
        builder.Couple(stages, builder.Mount("board"), ThermalConductance.FromWattsPerKelvin(6));
        RailLoad input = builder.RailLoad("in", datasheet.Input, 1.5 * datasheet.Rated);
        builder.PowerSource("out", input, stages, new(
            datasheet.Output, datasheet.Rated, new(Power.FromWatts(1), 0.5 * datasheet.Loss, 0.5 * datasheet.Loss / datasheet.Rated.Watts),
            datasheet.LoadLine, 1.2, Voltage.FromMillivolts(3)));
        builder.Sensor("stages-sensor", stages, SensorOptions.DieTemperature);
    }
}
