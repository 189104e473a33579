using Twin.Contracts;

namespace Borealis.SwitchAsic;

/// <summary>Entry point: registers the switch chip.</summary>
public sealed class SwitchAsicPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add<SwitchAsicParameters>(
            "borealis.switch-asic", parameters => new SwitchAsic(parameters), "Ethernet switch chip: SerDes lanes, four packet pipes, shared buffer.");
    }
}
