using Twin.Engine.Description;
using Twin.Engine.Stepping;
using Twin.Engine.Workloads;
using Twin.Plugins;

namespace Twin.Host.Setup;

/// <summary>A chassis ready to be simulated, with the plugins that it is made of.</summary>
/// <param name="Description">What the file said, with the settings over it.</param>
/// <param name="Model">The compiled chassis.</param>
/// <param name="Workloads">The workloads; the first one is the one asked for.</param>
/// <param name="Plugins">The plugins; stay loaded until disposed.</param>
internal sealed record LoadedChassis(ChassisDescription Description, ChassisModel Model, IReadOnlyList<Workload> Workloads, PluginCatalog Plugins) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Plugins.Dispose();
}
