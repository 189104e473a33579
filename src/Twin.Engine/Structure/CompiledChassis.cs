namespace Twin.Engine.Structure;

/// <summary>The structure of a chassis: components, what they publish and what can be set. Immutable; every number that changes lies in a state.</summary>
public sealed class CompiledChassis
{
    /// <summary>Name of the model, such as <c>cpo-51t</c>.</summary>
    public required string Model { get; init; }

    /// <summary>One line for people.</summary>
    public required string Title { get; init; }

    /// <summary>First element of every path, such as <c>chassis0</c>.</summary>
    public required string Instance { get; init; }

    /// <summary>Version of the dictionary of signals: a fingerprint of their paths, units and order.</summary>
    public required ulong DictionaryVersion { get; init; }

    /// <summary>Components in the order of the chassis file.</summary>
    public required IReadOnlyList<ComponentInfo> Components { get; init; }

    /// <summary>Everything that is published; the position is the identity.</summary>
    public required IReadOnlyList<SignalInfo> Signals { get; init; }

    /// <summary>Live parameters.</summary>
    public required IReadOnlyList<KnobInfo> Parameters { get; init; }

    /// <summary>Actuators.</summary>
    public required IReadOnlyList<KnobInfo> Actuators { get; init; }

    /// <summary>Faults that can be injected.</summary>
    public required IReadOnlyList<KnobInfo> Faults { get; init; }

    /// <summary>Ports.</summary>
    public required IReadOnlyList<PortInfo> Ports { get; init; }

    /// <summary>Events and alarms that can occur.</summary>
    public required IReadOnlyList<EventInfo> Events { get; init; }

    /// <summary>Tells whether readers could take another structure for this one: every path, word, limit and text is the same.</summary>
    /// <param name="other">The other one.</param>
    internal bool IsSameAs(CompiledChassis other) =>
        Model == other.Model && Title == other.Title && Instance == other.Instance && DictionaryVersion == other.DictionaryVersion
        && Components.SequenceEqual(other.Components) && Parameters.SequenceEqual(other.Parameters) && Actuators.SequenceEqual(other.Actuators)
        && Faults.SequenceEqual(other.Faults) && Ports.SequenceEqual(other.Ports) && Events.SequenceEqual(other.Events)
        && Signals.Count == other.Signals.Count && Signals.Zip(other.Signals, IsSame).All(isSame => isSame);

    private static bool IsSame(SignalInfo first, SignalInfo second) =>
        first == (second with { States = first.States, Attributes = first.Attributes })
        && first.States.SequenceEqual(second.States) && first.Attributes.SequenceEqual(second.Attributes);
}
