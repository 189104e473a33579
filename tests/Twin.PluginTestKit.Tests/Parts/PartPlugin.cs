using Twin.Contracts;

namespace Twin.PluginTestKit.Tests.Parts;

/// <summary>Offers the part with one defect.</summary>
public sealed class PartPlugin(Defect defect) : IPlugin
{
    public void Register(IComponentRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add<PartParameters>(
            "fixture.part",
            parameters => defect == Defect.ThrowsInACorner && parameters.LightShare > 0.39 ? throw new NotSupportedException("So much light cannot be.") : new Part(parameters, defect),
            "Part");
    }
}
