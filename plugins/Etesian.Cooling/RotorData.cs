using Twin.Contracts;

namespace Etesian.Cooling;

/// <summary>Figures and names of a fan or pump, as <see cref="RotorDrive"/> needs them.</summary>
internal sealed record RotorData
{
    internal required FlowMedium Medium { get; init; }

    internal required FlowMoverOptions Mover { get; init; }

    internal required IRotorParameters Datasheet { get; init; }

    internal required string SpeedMetric { get; init; }

    internal required string? RatioMetric { get; init; }
}
