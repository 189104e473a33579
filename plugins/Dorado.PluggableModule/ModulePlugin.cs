using Twin.Contracts;

namespace Dorado.PluggableModule;

/// <summary>Entry point: registers pluggable modules with and without a signal processor.</summary>
public sealed class ModulePlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add<DspModuleParameters>(
            "dorado.dsp-module", parameters => new OpticalModule(parameters, parameters), "Pluggable module whose signal processor retimes both ways (800G 2xFR4 by default).");
        registry.Add<LinearModuleParameters>(
            "dorado.linear-module", parameters => new OpticalModule(parameters, dsp: null), "Linear pluggable module (LPO): drivers and amplifiers only, nothing is retimed.");
    }
}
