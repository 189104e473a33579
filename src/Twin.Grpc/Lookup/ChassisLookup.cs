using Grpc.Core;
using Twin.Engine.Running;
using Twin.Engine.Structure;

namespace Twin.Grpc.Lookup;

/// <summary>Finds signals, knobs, ports and components of one structure of the chassis by what clients call them.</summary>
/// <remarks>Immutable, built once for each structure: about 0.3 kB for each path.</remarks>
internal sealed class ChassisLookup
{
    private readonly GrpcOptions _options;
    private readonly string[] _workloads;

    /// <summary>Builds the lookup.</summary>
    /// <param name="generation">The structure.</param>
    /// <param name="events">Its events.</param>
    /// <param name="workloads">Names of the workloads.</param>
    /// <param name="options">Limits.</param>
    public ChassisLookup(Generation generation, EventTable events, IReadOnlyList<string> workloads, GrpcOptions options)
    {
        _options = options;
        Chassis = generation.Chassis;
        Events = events;
        ListVersion = Chassis.DictionaryVersion + (ulong)generation.Number;
        string instance = Chassis.Instance;
        Signals = new NamedPaths("signal", instance, Chassis.Signals.Select(signal => signal.Path));
        Components = new NamedPaths("component", instance, Chassis.Components.Select(component => component.Path));
        Parameters = new NamedPaths("live parameter", instance, Chassis.Parameters.Select(knob => knob.Path));
        Actuators = new NamedPaths("actuator", instance, Chassis.Actuators.Select(knob => knob.Path));
        Faults = new NamedPaths("fault", instance, Chassis.Faults.Select(knob => knob.Path));
        Ports = new NamedPaths("port", instance, Chassis.Ports.Select(port => port.Path));
        _workloads = [.. workloads];
        Workloads = new NamedPaths("workload", instance, _workloads);
    }

    /// <summary>The chassis.</summary>
    public CompiledChassis Chassis { get; }

    public NamedPaths Signals { get; }

    public NamedPaths Components { get; }

    public NamedPaths Parameters { get; }

    public NamedPaths Actuators { get; }

    public NamedPaths Faults { get; }

    public NamedPaths Ports { get; }

    /// <summary>Its events.</summary>
    public EventTable Events { get; }

    /// <summary>Version of its lists: another one after each change of the structure, also where the signals stayed the same.</summary>
    public ulong ListVersion { get; }

    public NamedPaths Workloads { get; }

    /// <summary>Names of the workloads.</summary>
    public IReadOnlyList<string> WorkloadNames => _workloads;

    /// <summary>Path of a component, or the chassis' instance for -1.</summary>
    public string ComponentPath(int component) => component < 0 ? Chassis.Instance : Chassis.Components[component].Path;

    /// <summary>Resolves a selection.</summary>
    /// <param name="selection">What the client asks for.</param>
    /// <param name="maximum">Signals that it may select.</param>
    /// <returns>Ids in ascending order.</returns>
    /// <exception cref="RpcException">NOT_FOUND, INVALID_ARGUMENT or RESOURCE_EXHAUSTED.</exception>
    public int[] Resolve(V1.Selection? selection, int maximum)
    {
        if (selection is null || selection.Ids.Count + selection.Globs.Count + selection.Components.Count == 0)
            throw Failure.Invalid("The selection is empty; the glob ** selects everything.");
        var isSelected = new bool[Chassis.Signals.Count];
        foreach (uint id in selection.Ids)
        {
            if (id >= isSelected.Length)
                throw Failure.NotFound($"There is no signal {id}; ids are 0 to {isSelected.Length - 1} in dictionary version {Chassis.DictionaryVersion:x16}.");
            isSelected[id] = true;
        }

        SelectGlobs(Signals, selection.Globs, isSelected);
        if (selection.Components.Count > 0)
        {
            ComponentSet components = FindComponents(selection.Components);
            for (int i = 0; i < isSelected.Length; i++)
                isSelected[i] |= components.Contains(Chassis.Signals[i].Component);
        }

        return Limited(Positions(isSelected), maximum);
    }

    /// <summary>Resolves what was selected under another structure: what is still there of it, perhaps nothing.</summary>
    /// <param name="selection">What the client asked for.</param>
    /// <param name="paths">Paths of the ids that it named.</param>
    /// <param name="maximum">Signals that it may select.</param>
    /// <returns>Ids in ascending order.</returns>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: it has become too many.</exception>
    public int[] ResolveAgain(V1.Selection selection, IReadOnlyList<string> paths, int maximum)
    {
        var isSelected = new bool[Chassis.Signals.Count];
        foreach (string path in paths)
            if (Signals.Find(path) is >= 0 and int id)
                isSelected[id] = true;
        foreach (string glob in selection.Globs)
            Signals.TrySelect(PathMatcher.Parse(glob), isSelected);
        if (selection.Components.Count > 0)
        {
            ComponentSet components = FindComponents(selection.Components, isStrict: false);
            for (int i = 0; i < isSelected.Length; i++)
                isSelected[i] |= components.Contains(Chassis.Signals[i].Component);
        }

        return Limited(Positions(isSelected), maximum);
    }

    /// <summary>Paths of some signals.</summary>
    /// <param name="ids">Their ids, which exist.</param>
    public string[] PathsOf(IReadOnlyCollection<uint> ids) => [.. ids.Select(id => Chassis.Signals[(int)id].Path)];

    /// <summary>Positions of what matches any of some globs; all when there are none.</summary>
    public int[] Filter(NamedPaths paths, int count, IReadOnlyCollection<string> globs)
    {
        var isSelected = new bool[count];
        if (globs.Count == 0)
            Array.Fill(isSelected, true);
        else
            SelectGlobs(paths, globs, isSelected);
        return Positions(isSelected);
    }

    /// <summary>The components that some patterns name.</summary>
    /// <param name="patterns">The patterns.</param>
    /// <param name="isStrict">Whether each of them has to name one.</param>
    public ComponentSet FindComponents(IReadOnlyCollection<string> patterns, bool isStrict = true)
    {
        CheckCount(patterns);
        var isSelected = new bool[Chassis.Components.Count];
        bool hasChassis = false;
        foreach (string pattern in patterns)
        {
            if (pattern == Chassis.Instance)
                hasChassis = true;
            else if (isStrict)
                Components.Select(PathMatcher.Parse(pattern), isSelected);
            else
                Components.TrySelect(PathMatcher.Parse(pattern), isSelected);
        }

        return new ComponentSet(isSelected, hasChassis);
    }

    private static int[] Limited(int[] ids, int maximum) => ids.Length <= maximum
        ? ids
        : throw Failure.Exhausted($"The selection has {ids.Length} signals; at most {maximum} are accepted.");

    private static int[] Positions(bool[] isSelected)
    {
        var positions = new int[isSelected.AsSpan().Count(true)];
        int next = 0;
        for (int i = 0; i < isSelected.Length; i++)
            if (isSelected[i])
                positions[next++] = i;
        return positions;
    }

    private void SelectGlobs(NamedPaths paths, IReadOnlyCollection<string> globs, bool[] isSelected)
    {
        CheckCount(globs);
        foreach (string glob in globs)
            paths.Select(PathMatcher.Parse(glob), isSelected);
    }

    private void CheckCount(IReadOnlyCollection<string> patterns)
    {
        if (patterns.Count > _options.MaximumPatterns)
            throw Failure.TooManyPatterns(patterns.Count, _options.MaximumPatterns);
    }

    /// <summary>Some components, perhaps with the chassis itself.</summary>
    internal readonly struct ComponentSet(bool[] isSelected, bool hasChassis)
    {
        /// <summary>Whether it has a component; -1 for the chassis itself.</summary>
        public bool Contains(int component) => component < 0 ? hasChassis : isSelected[component];
    }
}
