using Twin.Contracts;

namespace Etesian.Cooling;

/// <summary>Fan: moves air, draws power, warms its frame with what does not become pressure.</summary>
internal sealed class Fan(FanParameters datasheet) : IComponent, IPowerBehavior, IFlowBehavior
{
    private RotorDrive? _drive;

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("fan");
        builder.Replaceable(datasheet.Insertion);
        if (MoverCurve.Problem(datasheet.Curve) is string problem)
        {
            builder.Refuse("curve", problem);
            return;
        }

        // Resistance of the open curve: the square law through shut-off and free delivery.
        double open = datasheet.Curve[0].Rise.Pascals / Math.Pow(datasheet.Curve[^1].Flow.CubicMetersPerSecond, 2);
        _drive = new RotorDrive(builder, new RotorData
        {
            Medium = FlowMedium.Air,
            Mover = new FlowMoverOptions(MoverCurve.Sample(datasheet.Curve), datasheet.ReverseResistance * open, datasheet.AirDirection == AirDirection.Reverse),
            Datasheet = datasheet,
            SpeedMetric = "hw.fan.speed",
            RatioMetric = "hw.fan.speed_ratio",
        });
    }

    public void StepPower(in StepContext step) => _drive!.Drive(step);

    public void StepFlow(in StepContext step) => _drive!.Spin(step);
}
