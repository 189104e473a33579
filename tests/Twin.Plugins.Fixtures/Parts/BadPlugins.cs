using System.Reflection;
using System.Runtime.Loader;
using Twin.Contracts;

namespace Fixture.Parts;

internal sealed class HiddenPlugin : IPlugin
{
    public void Register(IComponentRegistry registry)
    {
    }
}

public sealed class NoPlugin
{
}

public abstract class AbstractPlugin : IPlugin
{
    public abstract void Register(IComponentRegistry registry);
}

public sealed class NeedyPlugin(string need) : IPlugin
{
    public void Register(IComponentRegistry registry) => registry.Add<PartParameters>(need, _ => new Part(need), need);
}

public sealed class ThrowingConstructorPlugin : IPlugin
{
    public ThrowingConstructorPlugin() => throw new InvalidOperationException("no licence for this machine");

    public void Register(IComponentRegistry registry)
    {
    }
}

public sealed class ThrowingInitializerPlugin : IPlugin
{
    private static readonly int Number = int.Parse("many", System.Globalization.CultureInfo.InvariantCulture);

    public void Register(IComponentRegistry registry) => ArgumentOutOfRangeException.ThrowIfEqual(Number, Number);
}

public sealed class ThrowingRegisterPlugin : IPlugin
{
    public void Register(IComponentRegistry registry)
    {
        registry.Add<PartParameters>("fixture.thrown", _ => new Part("thrown"), "Registered before the throw.");
        throw new RudeException();
    }

    private sealed class RudeException : Exception
    {
        public override string Message => throw new InvalidOperationException("not even a message");
    }
}

public sealed class SilentPlugin : IPlugin
{
    public void Register(IComponentRegistry registry)
    {
    }
}

public sealed class MalformedKindPlugin : IPlugin
{
    public void Register(IComponentRegistry registry) => registry.Add<PartParameters>("Laser", _ => new Part("laser"), "Malformed.");
}

/// <summary>Catches the refusal of its second kind and goes on as if nothing were.</summary>
public sealed class TwiceKindPlugin : IPlugin
{
    public void Register(IComponentRegistry registry)
    {
        registry.Add<PartParameters>("fixture.twice", _ => new Part("first"), "First.");
        try
        {
            registry.Add<PartParameters>("fixture.twice", _ => new Part("second"), "Second.");
        }
        catch (ArgumentException)
        {
        }
    }
}

/// <summary>Asks by name for an assembly of the host that the metadata does not reference.</summary>
public sealed class ReachingPlugin : IPlugin
{
    public void Register(IComponentRegistry registry) => Assembly.Load("Twin.Plugins");
}

/// <summary>Asks by name for a package of the test process that its own folder does not hold.</summary>
public sealed class BorrowingPlugin : IPlugin
{
    public void Register(IComponentRegistry registry) => Assembly.Load("xunit.assert");
}

/// <summary>Its factory gives nothing.</summary>
public sealed class EmptyFactoryPlugin : IPlugin
{
    public void Register(IComponentRegistry registry) => registry.Add<PartParameters>("fixture.empty", _ => null!, "Nothing.");
}

/// <summary>Keeps the registry and uses it when a part is made.</summary>
public sealed class LatePlugin : IPlugin
{
    public void Register(IComponentRegistry registry) => registry.Add<PartParameters>("fixture.late", _ =>
    {
        registry.Add<PartParameters>("fixture.later", _ => new Part("later"), "Too late.");
        return new Part("late");
    }, "Late.");
}

/// <summary>Is told of its unloading, and returns from that when who started it lets it.</summary>
public sealed class LingeringPlugin : IPlugin
{
    public void Register(IComponentRegistry registry)
    {
        AssemblyLoadContext.GetLoadContext(GetType().Assembly)!.Unloading += _ => (AppContext.GetData("Fixture.Parts.Linger") as WaitHandle)?.WaitOne();
        registry.Add<PartParameters>("fixture.lingering", _ => new Part("lingering"), "Lingers.");
    }
}

/// <summary>Offers the kind of the one above, with a part that returns from its first step when who started it lets it.</summary>
public sealed class StuckPlugin : IPlugin
{
    public void Register(IComponentRegistry registry) => registry.Add<PartParameters>("fixture.lingering", _ => new StuckPart(), "Sticks.");

    private sealed class StuckPart : IComponent, IPowerBehavior
    {
        public void Describe(IComponentBuilder builder)
        {
        }

        public void StepPower(in StepContext step) => (AppContext.GetData("Fixture.Parts.Linger") as WaitHandle)?.WaitOne();
    }
}

/// <summary>Throws when it is told of its unloading.</summary>
public sealed class ThrowingUnloadPlugin : IPlugin
{
    public void Register(IComponentRegistry registry)
    {
        AssemblyLoadContext.GetLoadContext(GetType().Assembly)!.Unloading += _ => throw new InvalidOperationException("not yet");
        registry.Add<PartParameters>("fixture.throwing-unload", _ => new Part("throwing"), "Throws.");
    }
}

/// <summary>Registers nothing, and returns from its unloading when who started it lets it.</summary>
public sealed class LingeringSilentPlugin : IPlugin
{
    public void Register(IComponentRegistry registry) =>
        AssemblyLoadContext.GetLoadContext(GetType().Assembly)!.Unloading += _ => (AppContext.GetData("Fixture.Parts.Linger") as WaitHandle)?.WaitOne();
}

/// <summary>Returns from Register when who started it lets it.</summary>
public sealed class TarryingPlugin : IPlugin
{
    public void Register(IComponentRegistry registry)
    {
        (AppContext.GetData("Fixture.Parts.Tarry") as WaitHandle)?.WaitOne();
        registry.Add<PartParameters>("fixture.tarrying", _ => new Part("tarrying"), "Tarries.");
    }
}
