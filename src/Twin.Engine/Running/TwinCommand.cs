using Twin.Engine.Compiling;
using Twin.Engine.Stepping;
using Twin.Units;

namespace Twin.Engine.Running;

/// <summary>Something that an operator or client asks of a running twin.</summary>
/// <remarks>Paths may be given with or without the chassis in front (<c>fan3/speed</c> or <c>chassis0/fan3/speed</c>). Values are in SI, temperatures in degC.</remarks>
public abstract record TwinCommand
{
    private TwinCommand()
    {
    }

    /// <summary>Who asks, for the command log; empty when unknown.</summary>
    public string Origin { get; init; } = string.Empty;

    /// <summary>Stops simulated time.</summary>
    public sealed record Pause : TwinCommand;

    /// <summary>Lets simulated time go on.</summary>
    public sealed record Resume : TwinCommand;

    /// <summary>Does a number of steps while paused.</summary>
    /// <param name="Count">How many, 1 to 1,000,000.</param>
    public sealed record Step(int Count) : TwinCommand;

    /// <summary>Sets the speed of simulated time.</summary>
    /// <param name="Factor">Simulated seconds for each second, 0.1 to 1000; positive infinity for as fast as it can.</param>
    public sealed record SetSpeed(double Factor) : TwinCommand;

    /// <summary>Sets a live parameter.</summary>
    /// <param name="Path">The parameter.</param>
    /// <param name="Value">Its new value.</param>
    public sealed record SetParameter(string Path, double Value) : TwinCommand;

    /// <summary>Takes an actuator away from its controller.</summary>
    /// <param name="Path">The actuator.</param>
    /// <param name="Value">Where to hold it.</param>
    /// <param name="TimeOut">Simulated time after which the controller has it back; null for until released.</param>
    public sealed record OverrideActuator(string Path, double Value, Duration? TimeOut) : TwinCommand;

    /// <summary>Gives an actuator back to its controller.</summary>
    /// <param name="Path">The actuator.</param>
    public sealed record ReleaseActuator(string Path) : TwinCommand;

    /// <summary>Injects a fault.</summary>
    /// <param name="Path">The fault.</param>
    /// <param name="Severity">0 to 1; 0 clears it.</param>
    public sealed record InjectFault(string Path, double Severity) : TwinCommand;

    /// <summary>Clears a fault.</summary>
    /// <param name="Path">The fault.</param>
    public sealed record ClearFault(string Path) : TwinCommand;

    /// <summary>Chooses the workload.</summary>
    /// <param name="Name">Its name.</param>
    public sealed record ChooseWorkload(string Name) : TwinCommand;

    /// <summary>Configures a port up or down.</summary>
    /// <param name="Path">The port.</param>
    /// <param name="Enabled">Whether it is up.</param>
    public sealed record EnablePort(string Path, bool Enabled) : TwinCommand;

    /// <summary>Pulls or inserts a replaceable component.</summary>
    /// <param name="Path">The component.</param>
    /// <param name="Present">Whether it goes in.</param>
    public sealed record SetPresence(string Path, bool Present) : TwinCommand;

    /// <summary>Resets a component, which also ends its quarantine.</summary>
    /// <param name="Path">The component.</param>
    public sealed record ResetComponent(string Path) : TwinCommand;

    /// <summary>Quarantines a component: it is not called any more, and its outputs are held as they are. One that is quarantined already gets the new reason.</summary>
    /// <param name="Path">The component.</param>
    /// <param name="Reason">Why, for people.</param>
    public sealed record Quarantine(string Path, string Reason) : TwinCommand;

    /// <summary>Takes over a state of the same chassis, in a new epoch.</summary>
    /// <param name="Snapshot">The state. The command log keeps it: nobody may change it any more.</param>
    public sealed record Restore(ChassisState Snapshot) : TwinCommand
    {
        /// <summary>Name of the snapshot that the state is from, for the command log; empty when it has none.</summary>
        public string Name { get; init; } = string.Empty;
    }

    /// <summary>Copies the state as it is between two steps, with every command that was answered. Changes nothing and is not written to the command log.</summary>
    /// <param name="Target">Out: the state. Made by who asks, so that the stepping thread only copies.</param>
    public sealed record Capture(ChassisState Target) : TwinCommand;

    /// <summary>Tells that builds of plugins were exchanged in a running twin, in a new epoch. Written to the command log by <see cref="ModelExchange"/>; a log that has one cannot be repeated by one build.</summary>
    /// <param name="Before">The builds that were given up.</param>
    /// <param name="After">The builds that took their places.</param>
    public sealed record Reload(IReadOnlyList<PluginBuild> Before, IReadOnlyList<PluginBuild> After) : TwinCommand;

    /// <summary>Lets another simulation take the place of the one that runs.</summary>
    /// <param name="Succession">The other one with all that is made ready. Let go of when it is done, so that nobody who keeps the command keeps a plugin.</param>
    internal sealed record Exchange(Succession Succession) : TwinCommand;

    /// <summary>Raises an event that tells what was done to the run as a whole. Changes nothing else and is not written to the command log.</summary>
    /// <param name="Notice">What was done.</param>
    /// <param name="First">First number of the event's text.</param>
    /// <param name="Second">Second number of the event's text.</param>
    public sealed record Announce(RunNotice Notice, double First, double Second) : TwinCommand;
}
