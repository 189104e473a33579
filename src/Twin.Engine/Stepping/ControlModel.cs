namespace Twin.Engine.Stepping;

/// <summary>Sensors, controllers' wiring, actuators and alarms.</summary>
internal sealed class ControlModel
{
    public required SensorModel[] Sensors { get; init; }

    public required InputModel[] Inputs { get; init; }

    public required OutputModel[] Outputs { get; init; }

    public required ActuatorModel[] Actuators { get; init; }

    public required AlarmModel[] Alarms { get; init; }

    public required HealthModel[] Healths { get; init; }

    public required HeadroomModel[] Headrooms { get; init; }

    /// <summary>A sensor. Words: filtered value, readings so far.</summary>
    public sealed record SensorModel(
        int Component, int Target, int View, int Words, double Offset, double Noise, double Resolution, double LagS, int PeriodSteps, int Phase, ulong Stream);

    /// <summary>A controller's input and the words bound to it.</summary>
    public sealed record InputModel(int Component, int View, int Count, int[] Bound, Contracts.SensorAggregate Aggregate);

    /// <summary>A controller's output and the actuators bound to it.</summary>
    public sealed record OutputModel(int Component, int Output, int[] Actuators);

    /// <summary>An actuator. Words: whether overridden, value of the override, end of the override in simulated nanoseconds.</summary>
    public sealed record ActuatorModel(int Component, int View, int Words, double Minimum, double Maximum);

    public const int OverrideFlag = 0;
    public const int OverrideValue = 1;
    public const int OverrideEndNs = 2;
    public const int AutomaticValue = 3;
    public const int ActuatorWords = 4;

    /// <summary>An alarm. One word: 1 while it is raised.</summary>
    public sealed record AlarmModel(int Component, int Target, double Low, double High, double Hysteresis, int Word, int Event, bool IsCritical);

    /// <summary>A status whose states tell of health, with the health and the alarm (or -1) of each state. One word: the state whose alarm is raised, counted from 1, or 0.</summary>
    public sealed record HealthModel(int Component, int Status, int[] Healths, int[] Events, int Word);

    /// <summary>A temperature with its first limit, for the heating margin of the chassis, and its last one.</summary>
    public readonly record struct HeadroomModel(int Component, int Word, double LimitC, double ShutdownC);
}
