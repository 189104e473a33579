using Twin.Engine.Stepping;

namespace Twin.Engine.Running;

/// <summary>A call of a component whose thread was given up.</summary>
/// <param name="Simulation">The simulation that made it, which nobody steps any more.</param>
/// <param name="Component">Index of the component.</param>
/// <param name="Behavior">What it was called for.</param>
/// <param name="Lasted">How long it had not returned.</param>
internal sealed record HungCall(Simulation Simulation, int Component, Behavior Behavior, TimeSpan Lasted)
{
    /// <summary>Path of the component.</summary>
    public string Path => Simulation.Model.Chassis.Components[Component].Path;

    /// <summary>What happened, as a sentence without the component.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Behavior} did not return within {Lasted.TotalMilliseconds:0} ms; its thread was given up and takes up to a core until the call returns or the twin is restarted.");
}
