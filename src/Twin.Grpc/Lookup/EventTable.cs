using Twin.Engine.Running;
using Twin.Engine.Structure;

namespace Twin.Grpc.Lookup;

/// <summary>The events of one structure of the chassis: its log and what the numbers of the log's records mean.</summary>
/// <remarks>Immutable but for the log. It holds neither frames nor signals: a stream whose client takes nothing for hours keeps one of it, whatever is reloaded meanwhile.</remarks>
internal sealed class EventTable
{
    private readonly string[] _components;
    private readonly string _instance;
    private readonly int _maximumPatterns;

    /// <summary>Makes the table of a structure.</summary>
    /// <param name="chassis">The structure.</param>
    /// <param name="log">Its events.</param>
    /// <param name="first">Sequence number of the first event of the log.</param>
    /// <param name="options">Limits.</param>
    public EventTable(CompiledChassis chassis, EventLog log, long first, GrpcOptions options)
    {
        _components = [.. chassis.Components.Select(component => component.Path)];
        _instance = chassis.Instance;
        _maximumPatterns = options.MaximumPatterns;
        Kinds = chassis.Events;
        Paths = new NamedPaths("kind of event", _instance, Kinds.Select(kind => kind.Path));
        Log = log;
        First = first;
    }

    /// <summary>The kinds; records name them by position.</summary>
    public IReadOnlyList<EventInfo> Kinds { get; }

    /// <summary>Their paths.</summary>
    public NamedPaths Paths { get; }

    /// <summary>The events.</summary>
    public EventLog Log { get; }

    /// <summary>Sequence number of the first of them, kept or not.</summary>
    public long First { get; }

    /// <summary>Path of the component of a kind, or the chassis' instance.</summary>
    public string ComponentPath(EventInfo kind) => kind.Component < 0 ? _instance : _components[kind.Component];

    /// <summary>Tells which kinds a client wants.</summary>
    /// <param name="filter">What it asked for; null for everything.</param>
    /// <param name="isStrict">Whether each glob has to match; not so where the filter was accepted under another structure.</param>
    /// <returns>For each kind whether it is wanted.</returns>
    /// <exception cref="global::Grpc.Core.RpcException">NOT_FOUND, INVALID_ARGUMENT or RESOURCE_EXHAUSTED.</exception>
    public bool[] Filter(V1.EventFilter? filter, bool isStrict = true)
    {
        var isWanted = new bool[Kinds.Count];
        if (filter is null || filter.Globs.Count == 0)
            Array.Fill(isWanted, true);
        else
            Select(filter.Globs, isStrict, isWanted);
        for (int i = 0; i < isWanted.Length; i++)
            isWanted[i] &= filter is null || Messages.Describe.Severity(Kinds[i].Severity) >= filter.MinimumSeverity;
        return isWanted;
    }

    private void Select(Google.Protobuf.Collections.RepeatedField<string> globs, bool isStrict, bool[] isWanted)
    {
        if (globs.Count > _maximumPatterns)
            throw Failure.TooManyPatterns(globs.Count, _maximumPatterns);
        foreach (string glob in globs)
        {
            if (isStrict)
                Paths.Select(PathMatcher.Parse(glob), isWanted);
            else
                Paths.TrySelect(PathMatcher.Parse(glob), isWanted);
        }
    }
}
