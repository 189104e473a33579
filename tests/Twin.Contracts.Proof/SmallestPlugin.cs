using Twin.Contracts;
using Twin.Units;

namespace Acme.Management;

/// <summary>Entry point: the type that <c>plugin.json</c> names.</summary>
public sealed class SmallestPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add<ProcessorParameters>("acme.processor", parameters => new Processor(parameters), "Management processor");
    }
}

/// <summary>Datasheet values of a management processor.</summary>
public sealed record ProcessorParameters
{
    /// <summary>Power at work, leakage apart.</summary>
    [Parameter("power at work, leakage apart", Minimum = "1 W", Maximum = "60 W"), Spread(Part = "3 %")]
    public Power Active { get; init; } = Power.FromWatts(18);

    /// <summary>Leakage at 85 degC; it doubles every 20 K.</summary>
    [Parameter("leakage at 85 degC", Minimum = "0 W", Maximum = "10 W"), Spread(Lot = "20 %", Part = "5 %")]
    public Power Leakage { get; init; } = Power.FromWatts(1.5);

    /// <summary>Conductance from junction to case.</summary>
    [Parameter("conductance from junction to case", Minimum = "0.1 W/K", Maximum = "20 W/K")]
    public ThermalConductance ToCase { get; init; } = ThermalConductance.FromWattsPerKelvin(2);
}

/// <summary>One junction on one rail, touching the world through its case.</summary>
internal sealed class Processor(ProcessorParameters datasheet) : IComponent, IPowerBehavior
{
    private static readonly TemperatureDifference Growth = TemperatureDifference.FromKelvin(20 / Math.Log(2));
    private ThermalNode _junction;
    private RailLoad _supply;
    private Leakage _leakage;
    private Fault _hung;

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("asic");
        _junction = builder.ThermalNode("junction", HeatCapacity.FromJoulesPerKelvin(4));
        builder.Couple(_junction, builder.Mount("case"), datasheet.ToCase);
        _supply = builder.RailLoad("supply", Voltage.FromVolts(12), Power.FromWatts(80));
        _leakage = builder.Leakage("leakage", _supply, _junction);
        _hung = builder.Fault("hung", "At severity 1 every core spins and draws half as much again.");
        Sensor sensor = builder.Sensor("junction-sensor", _junction, SensorOptions.DieTemperature);
        builder.Alarm("junction-hot", sensor, new(double.NegativeInfinity, 100, 5, AlarmSeverity.Warning, "Processor hot: look at the airflow."));
    }

    public void StepPower(in StepContext step)
    {
        // What is drawn becomes heat: post what Draw returned, which is nothing on a dead rail.
        step.AddHeat(_junction, step.Draw(_supply, datasheet.Active * (1 + (0.5 * step[_hung]))));
        Power leakage = datasheet.Leakage * Math.Exp((step[_junction] - Temperature.FromCelsius(85)) / Growth);
        step.DrawLeakage(_leakage, leakage, leakage / Growth);
    }
}
