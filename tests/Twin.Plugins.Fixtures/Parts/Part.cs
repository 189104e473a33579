using Twin.Contracts;

namespace Fixture.Parts;

public sealed class Part(string text) : IComponent
{
    public void Describe(IComponentBuilder builder)
    {
    }

    public override string ToString() => text;
}
