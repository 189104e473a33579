using Twin.Contracts;

namespace Etesian.Cooling;

/// <summary>Pump: moves coolant, draws power, warms its frame with what does not become pressure.</summary>
internal sealed class Pump(PumpParameters datasheet) : IComponent, IPowerBehavior, IFlowBehavior
{
    private RotorDrive? _drive;

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("pump");
        if (MoverCurve.Problem(datasheet.Curve) is string problem)
        {
            builder.Refuse("curve", problem);
            return;
        }

        _drive = new RotorDrive(builder, new RotorData
        {
            Medium = FlowMedium.Coolant,
            Mover = new FlowMoverOptions(MoverCurve.Sample(datasheet.Curve)),
            Datasheet = datasheet,
            SpeedMetric = "chassis.pump.speed",
            RatioMetric = null,
        });
    }

    public void StepPower(in StepContext step) => _drive!.Drive(step);

    public void StepFlow(in StepContext step) => _drive!.Spin(step);
}
