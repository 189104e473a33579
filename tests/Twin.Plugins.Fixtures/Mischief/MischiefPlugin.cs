using Twin.Contracts;

namespace Fixture.Mischief;

/// <summary>Loads without fault; what its parts do is another matter.</summary>
public sealed class MischiefPlugin : IPlugin
{
    public void Register(IComponentRegistry registry)
    {
        registry.Add<MischiefParameters>("fixture.mischief", parameters => new MischiefPart(parameters), "Does right until a step, and then something wrong.");
        registry.Add<MischiefParameters>("fixture.ill-described", Make, "Does something wrong while it is made or described.");
    }

    private static IComponent Make(MischiefParameters parameters) => parameters.Deed switch
    {
        "factory-throws" => throw new InvalidOperationException("sold out"),
        "factory-gives-nothing" => null!,
        _ => new IllDescribedPart(parameters),
    };
}
