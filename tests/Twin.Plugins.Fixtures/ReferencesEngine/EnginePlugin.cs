using Twin.Contracts;
using Twin.Engine.Description;

namespace Fixture.ReferencesEngine;

public sealed class EnginePlugin : IPlugin
{
    public void Register(IComponentRegistry registry) => throw new InvalidOperationException(new Origin("file", 1, 1).ToString());
}
