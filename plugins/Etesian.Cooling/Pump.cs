using Twin.Contracts;
using Twin.Units;

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
            ReferenceSpeed = datasheet.ReferenceSpeed,
            InitialSpeed = datasheet.InitialSpeed,
            Lag = datasheet.Lag,
            SupplyVoltage = datasheet.SupplyVoltage,
            MaximumPower = datasheet.MaximumPower,
            Electronics = datasheet.Electronics,
            Churn = datasheet.Churn,
            RotorEfficiency = datasheet.RotorEfficiency,
            MotorEfficiency = datasheet.MotorEfficiency,
            MotorCapacity = datasheet.MotorCapacity,
            FrameConductance = datasheet.FrameConductance,
            MotorFilm = datasheet.MotorFilm,
            MotorLimits = new TemperatureLimits(
                datasheet.Warning, datasheet.Warning + TemperatureDifference.FromKelvin(10), datasheet.Warning + TemperatureDifference.FromKelvin(20)),
            SpeedMetric = "chassis.pump.speed",
            RatioMetric = null,
        });
    }

    public void StepPower(in StepContext step) => _drive!.Drive(step);

    public void StepFlow(in StepContext step) => _drive!.Spin(step);
}
