using Twin.Contracts;

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

        IConverterParameters converter = datasheet;
        ThermalNode body = converter.DescribeBody(builder);

        PowerInlet inlet = builder.PowerInlet("ac", datasheet.InputVoltage);
        PowerSourceOptions options = converter.Output(converter.OutputResistance(datasheet.Droop));
        PowerSource source = builder.PowerSource("out", inlet, body, options);
        _guard = new ConverterGuard(builder, source, body, options, datasheet.Shutdown, isSupply: true);
    }

    public void StepPower(in StepContext step) => _guard!.Protect(step);

    public void StepControl(in StepContext step) => _guard!.Publish(step);
}
