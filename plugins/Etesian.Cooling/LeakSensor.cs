using Twin.Contracts;

namespace Etesian.Cooling;

/// <summary>Leak detection rope: reports an injected leak at its next reading. Powered by the management board, whose power is not modelled.</summary>
internal sealed class LeakSensor(LeakSensorParameters datasheet) : IComponent, IControlBehavior
{
    private const int Dry = 0;
    private const int Minor = 1;
    private const int Critical = 2;

    private Fault _leak;
    private StatusSignal _status;
    private ComponentEvent _detected;
    private ComponentEvent _cleared;

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("leak_sensor");
        if (datasheet.CriticalThreshold < datasheet.MinorThreshold)
        {
            builder.Refuse("critical-threshold", $"is {datasheet.CriticalThreshold}, below the minor threshold of {datasheet.MinorThreshold}; it must not be less.");
        }

        builder.ControlPeriod(datasheet.Period);
        _leak = builder.Fault("leak", "Size of the leak: drops at the rope up to a puddle (1).");
        _status = builder.Status("state", ["dry", "minor", "critical"], new SignalOptions("What the rope reports.", Metric: "chassis.leak.detected"));
        _detected = builder.Event("leak-detected", AlarmSeverity.Critical, "Coolant at the leak sensor (severity {0}).");
        _cleared = builder.Event("leak-cleared", AlarmSeverity.Information, "Leak sensor dry again.");
    }

    public void StepControl(in StepContext step)
    {
        double leak = step[_leak];
        int before = step.Get(_status);
        int now = leak >= datasheet.CriticalThreshold.Fraction ? Critical : leak >= datasheet.MinorThreshold.Fraction ? Minor : Dry;
        if (now > before)
        {
            step.Raise(_detected, leak);
        }
        else if (now == Dry && before != Dry)
        {
            step.Raise(_cleared);
        }

        step.Set(_status, now);
    }
}
