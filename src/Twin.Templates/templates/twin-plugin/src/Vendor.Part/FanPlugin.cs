using Twin.Contracts;

namespace Vendor.Part;

/// <summary>Entry point: the type that <c>plugin.json</c> names.</summary>
public sealed class FanPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add<FanParameters>("PART-KIND", parameters => new Fan(parameters), "Fan with one motor");
    }
}
