using Twin.Units;

namespace Twin.Contracts.Proof;

/// <summary>Datasheet values of a power supply.</summary>
public sealed record PowerSupplyParameters
{
    /// <summary>Output voltage without load.</summary>
    [Parameter("output voltage without load", Minimum = "1 V", Maximum = "60 V"), Spread(Part = "0.3 %")]
    public Voltage Output { get; init; } = Voltage.FromVolts(12.3);

    /// <summary>Rated output.</summary>
    [Parameter("rated output", Minimum = "10 W", Maximum = "20 kW")]
    public Power Rated { get; init; } = Power.FromKilowatts(3);

    /// <summary>Output resistance, by which parallel supplies share.</summary>
    [Parameter("load line", Minimum = "1 uohm", Maximum = "1 ohm")]
    public Resistance LoadLine { get; init; } = Resistance.FromMilliohms(1);

    /// <summary>Loss without load.</summary>
    [Parameter("loss without load", Minimum = "0 W", Maximum = "500 W")]
    public Power StandbyLoss { get; init; } = Power.FromWatts(14);

    /// <summary>Loss in proportion to the output.</summary>
    [Parameter("loss in proportion to the output", Minimum = "0 %", Maximum = "30 %"), Spread(Part = "3 %")]
    public Ratio LinearLoss { get; init; } = Ratio.FromPercent(2);

    /// <summary>Resistive loss at rated output, as a share of it.</summary>
    [Parameter("resistive loss at rated output", Minimum = "0 %", Maximum = "30 %")]
    public Ratio ResistiveLoss { get; init; } = Ratio.FromPercent(2.5);
}

/// <summary>Supply from the mains with a load line: two or more feed one bus and share by it; each can fail alone.</summary>
internal sealed class PowerSupply(PowerSupplyParameters datasheet) : IComponent, IPowerBehavior
{
    private PowerSource _output;
    private Fault _failed;
    private StatusSignal _status;
    private Signal<Power> _delivered;
    private ComponentEvent _tripped;

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("power_supply");
        builder.Replaceable(Duration.FromSeconds(1));
        ThermalNode body = builder.ThermalNode("body", HeatCapacity.FromJoulesPerKelvin(700), new(
            Temperature.FromCelsius(85), Temperature.FromCelsius(95), Temperature.FromCelsius(105)));
        FlowElement air = builder.FlowElement(
            "air", FlowMedium.Air, FlowResistance.FromRatedPoint(Pressure.FromPascals(150), VolumeFlow.FromCubicFeetPerMinute(20), 0.2));
        builder.Exchange("fins", body, air, new(
            ThermalConductance.FromWattsPerKelvin(6), VolumeFlow.FromCubicFeetPerMinute(20), 0.6, ThermalConductance.FromWattsPerKelvin(0.3)));
        PowerInlet inlet = builder.PowerInlet("ac", Voltage.FromVolts(230));
        _output = builder.PowerSource("out", inlet, body, new(
            datasheet.Output, datasheet.Rated, new(datasheet.StandbyLoss, datasheet.LinearLoss, datasheet.ResistiveLoss / datasheet.Rated.Watts),
            datasheet.LoadLine, 1.2, Voltage.FromMillivolts(20)));
        _failed = builder.Fault("failed", "At severity 1 the supply delivers nothing.");
        _status = builder.Status("state", ["on", "failed", "tripped"], new("State of the supply."));
        _delivered = builder.Signal<Power>("delivered", SignalKind.Truth, new("Output.", 0));
        builder.Sensor("power-sensor", _delivered, new(5, 1, 0.5, Duration.FromMilliseconds(100), Duration.FromSeconds(1)));
        _tripped = builder.Event("tripped", AlarmSeverity.Critical, "Supply tripped after {0} W.");
    }

    public void StepPower(in StepContext step)
    {
        bool hasFailed = step[_failed] >= 0.5;
        bool hasTripped = step.IsTripped(_output);
        step.SetEnabled(_output, !hasFailed);
        if (hasTripped && step.Get(_status) != 2)
        {
            step.Raise(_tripped, step.Output(_output).Watts);
        }

        step.Set(_status, hasFailed ? 1 : hasTripped ? 2 : 0);
        step.Set(_delivered, step.Output(_output));
    }
}
