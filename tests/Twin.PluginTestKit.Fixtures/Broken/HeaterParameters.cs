using Twin.Contracts;
using Twin.Units;

namespace Fixture.Broken;

/// <summary>Datasheet of the heater.</summary>
public sealed record HeaterParameters
{
    /// <summary>Heat capacity.</summary>
    [Parameter("heat capacity", Minimum = "1 J/K", Maximum = "50 J/K")]
    public HeatCapacity Capacity { get; init; } = HeatCapacity.FromJoulesPerKelvin(5);
}
