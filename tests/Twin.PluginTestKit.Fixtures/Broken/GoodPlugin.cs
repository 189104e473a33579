using Twin.Contracts;

namespace Fixture.Broken;

/// <summary>Keeps to the contract.</summary>
public sealed class GoodPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add<HeaterParameters>("fixture.heater", parameters => new Heater(parameters.Capacity.JoulesPerKelvin), "Heater");
    }
}
