using Twin.Contracts;

namespace Fixture.Broken;

/// <summary>Leaves a handler on an event of the process, which keeps all of the plugin.</summary>
public sealed class StayingPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => GC.KeepAlive(this);
        registry.Add<HeaterParameters>("fixture.heater", parameters => new Heater(parameters.Capacity.JoulesPerKelvin), "Heater");
    }
}
