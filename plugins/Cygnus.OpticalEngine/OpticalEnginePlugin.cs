using Twin.Contracts;

namespace Cygnus.OpticalEngine;

/// <summary>Entry point: registers the two optical engines.</summary>
public sealed class OpticalEnginePlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add<MachZehnderEngineParameters>(
            "cygnus.mzm-engine", parameters => new MachZehnderEngine(parameters), "Co-packaged engine, 64 x 100G FR4, Mach-Zehnder modulators, external light, direct drive.");
        registry.Add<RingEngineParameters>(
            "cygnus.ring-engine", parameters => new RingEngine(parameters), "Co-packaged engine, 32 x 200G DR, micro-rings with heaters, external light, direct drive.");
    }
}
