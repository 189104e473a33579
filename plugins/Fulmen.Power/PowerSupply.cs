using Twin.Contracts;
using Twin.Units;

namespace Fulmen.Power;

/// <summary>Power supply: mains in, one bus out, loss in the body. Several in parallel share by their droop.</summary>
/// <remarks>Loss curve fitted by <see cref="LossFit"/>; droop resistance R = droop V^2 / P_rated, so that the voltage falls by the droop at rated output.</remarks>
internal sealed class PowerSupply(PowerSupplyParameters datasheet) : IComponent, IPowerBehavior, IControlBehavior
{
    private ConverterGuard? _guard;

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("power_supply");
        builder.Replaceable(datasheet.Insertion);
        if (LossFit.Problem(datasheet.Efficiency) is string problem)
        {
            builder.Refuse("efficiency", problem);
            return;
        }

        var limits = new TemperatureLimits(datasheet.Warning, datasheet.Critical, datasheet.Shutdown);
        ThermalNode body = builder.ThermalNode("body", datasheet.BodyCapacity, limits);
        builder.Couple(body, builder.Mount("case"), datasheet.CaseConductance);
        builder.Sensor("body-sensor", body, SensorOptions.DieTemperature);

        PowerInlet inlet = builder.PowerInlet("ac", datasheet.InputVoltage);
        Resistance droop = datasheet.Droop * (datasheet.OutputVoltage / (datasheet.Rated / datasheet.OutputVoltage));
        var options = new PowerSourceOptions(
            datasheet.OutputVoltage,
            datasheet.Rated,
            LossFit.From(datasheet.Rated.Watts, datasheet.Efficiency),
            droop,
            datasheet.TripAbove,
            datasheet.OutputVoltage * datasheet.Ripple.Fraction);
        PowerSource source = builder.PowerSource("out", inlet, body, options);
        _guard = new ConverterGuard(builder, source, body, options, datasheet.Shutdown, isSupply: true);
    }

    public void StepPower(in StepContext step) => _guard!.Protect(step);

    public void StepControl(in StepContext step) => _guard!.Publish(step);
}
