using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>Datasheet values that fans and pumps have in common.</summary>
internal interface IRotorParameters
{
    IReadOnlyList<CurvePoint> Curve { get; }

    RotationalSpeed ReferenceSpeed { get; }

    Ratio InitialSpeed { get; }

    Duration Lag { get; }

    Voltage SupplyVoltage { get; }

    Power MaximumPower { get; }

    Power Electronics { get; }

    Power Churn { get; }

    Ratio RotorEfficiency { get; }

    Ratio MotorEfficiency { get; }

    HeatCapacity MotorCapacity { get; }

    ThermalConductance MotorFilm { get; }

    ThermalConductance FrameConductance { get; }

    Temperature Warning { get; }

    /// <summary>A warning, then 10 K each to what must not last and to what must not be.</summary>
    TemperatureLimits MotorLimits => new(Warning, Warning + TemperatureDifference.FromKelvin(10), Warning + TemperatureDifference.FromKelvin(20));
}
