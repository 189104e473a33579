using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>Figures and names of a fan or pump, as <see cref="RotorDrive"/> needs them.</summary>
internal sealed record RotorData
{
    internal required FlowMedium Medium { get; init; }

    internal required FlowMoverOptions Mover { get; init; }

    internal required RotationalSpeed ReferenceSpeed { get; init; }

    internal required Ratio InitialSpeed { get; init; }

    internal required Duration Lag { get; init; }

    internal required Voltage SupplyVoltage { get; init; }

    internal required Power MaximumPower { get; init; }

    internal required Power Electronics { get; init; }

    internal required Power Churn { get; init; }

    internal required Ratio RotorEfficiency { get; init; }

    internal required Ratio MotorEfficiency { get; init; }

    internal required HeatCapacity MotorCapacity { get; init; }

    internal required ThermalConductance FrameConductance { get; init; }

    internal required ThermalConductance MotorFilm { get; init; }

    internal required TemperatureLimits MotorLimits { get; init; }

    internal required string SpeedMetric { get; init; }

    internal required string? RatioMetric { get; init; }
}
