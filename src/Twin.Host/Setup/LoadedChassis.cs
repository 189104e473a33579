using Twin.Engine.Description;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;
using Twin.Engine.Workloads;
using Twin.Plugins;

namespace Twin.Host.Setup;

/// <summary>A chassis ready to be simulated, with the plugins that it is made of.</summary>
internal sealed class LoadedChassis : IDisposable
{
    private ChassisModel? _model;

    /// <summary>Puts it together.</summary>
    /// <param name="description">What the file said, with the settings over it.</param>
    /// <param name="model">The compiled chassis.</param>
    /// <param name="workloads">The workloads; the first one is the one asked for.</param>
    /// <param name="plugins">The plugins; stay loaded until disposed.</param>
    public LoadedChassis(ChassisDescription description, ChassisModel model, IReadOnlyList<Workload> workloads, PluginCatalog plugins)
    {
        (Description, _model, Workloads, Plugins) = (description, model, workloads, plugins);
        Chassis = model.Chassis;
    }

    /// <summary>What the file said, with the settings over it.</summary>
    public ChassisDescription Description { get; }

    /// <summary>Structure of the chassis as it was loaded.</summary>
    public CompiledChassis Chassis { get; }

    /// <summary>The compiled chassis.</summary>
    /// <exception cref="InvalidOperationException">It was given away.</exception>
    public ChassisModel Model => _model ?? throw new InvalidOperationException("The compiled chassis was given away.");

    /// <summary>The workloads; the first one is the one asked for.</summary>
    public IReadOnlyList<Workload> Workloads { get; }

    /// <summary>The plugins; stay loaded until disposed.</summary>
    public PluginCatalog Plugins { get; }

    /// <summary>Gives the compiled chassis away and forgets it: it holds components, and a plugin of which one is held cannot be unloaded.</summary>
    /// <returns>The compiled chassis.</returns>
    public ChassisModel TakeModel()
    {
        ChassisModel model = Model;
        _model = null;
        return model;
    }

    /// <inheritdoc/>
    public void Dispose() => Plugins.Dispose();
}
