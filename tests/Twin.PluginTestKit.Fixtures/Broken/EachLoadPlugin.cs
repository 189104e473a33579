using System.Diagnostics;
using Twin.Contracts;

namespace Fixture.Broken;

/// <summary>Describes its part by a number that is another one each time the assembly is loaded.</summary>
public sealed class EachLoadPlugin : IPlugin
{
    private static readonly long Loaded = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public void Register(IComponentRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add<HeaterParameters>("fixture.heater", parameters => new Heater(parameters.Capacity.JoulesPerKelvin + (Loaded * 1e-12)), "Heater");
    }
}
