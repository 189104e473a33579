using Twin.Contracts;

namespace Acme.InPLaser;

/// <summary>Entry point: registers the external laser module.</summary>
public sealed class InPLaserPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add<LaserModuleParameters>(
            "acme.els-module", parameters => new LaserModule(parameters), "External laser module: InP lasers under constant-power control, uncooled or on a thermoelectric cooler.");
    }
}
