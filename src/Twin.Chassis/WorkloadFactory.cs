using Twin.Chassis.Shapes;
using Twin.Chassis.Workloads;
using Twin.Engine.Description;
using Twin.Engine.Workloads;

namespace Twin.Chassis;

/// <summary>Makes workloads for the ports of one chassis. Immutable.</summary>
public sealed class WorkloadFactory
{
    private readonly IReadOnlyList<PortGroupDescription> _groups;
    private readonly IReadOnlyList<WorkloadDescription> _named;

    /// <summary>Makes it.</summary>
    /// <param name="groups">The port groups of the chassis, in its order.</param>
    /// <param name="named">Workloads that can be chosen by name; they go before patterns of the same name.</param>
    public WorkloadFactory(IReadOnlyList<PortGroupDescription> groups, IReadOnlyList<WorkloadDescription> named)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(named);
        _groups = groups;
        _named = named;
    }

    /// <summary>What can be chosen: the named workloads, then the patterns.</summary>
    public IReadOnlyList<string> Names => [.. _named.Select(workload => workload.Name).Union(WorkloadPatterns.Names)];

    /// <summary>Makes a workload from the name of one of the chassis, or from a compact text. Reads the file of a trace; never throws for its content.</summary>
    /// <param name="text">The name or text.</param>
    /// <param name="source">Where it was written, in messages in the place of a file name, such as <c>--workload</c>.</param>
    public WorkloadResult Create(string text, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(source);
        ProblemList problems = new();
        Workload? workload = Create(text, new Origin(source, 1, 1), string.Empty, problems);
        return new(problems.Count == 0 ? workload : null, problems.ToSortedList());
    }

    /// <summary>Makes a workload. Reads the file of a trace; never throws for its content.</summary>
    public WorkloadResult Create(WorkloadDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        ProblemList problems = new();
        Workload? workload = Create(description, problems);
        return new(problems.Count == 0 ? workload : null, problems.ToSortedList());
    }

    internal Workload? Create(string text, Origin origin, string folder, ProblemList problems)
    {
        string name = text.Trim();
        if (_named.FirstOrDefault(workload => workload.Name == name) is { } named)
            return Create(named, problems);
        // A word without values may be a slip in the name of either.
        if (!name.Contains(':', StringComparison.Ordinal) && WorkloadPatterns.Find(name) is null)
        {
            problems.Add(ProblemCodes.WrongWorkloadText, "workload", $"'{Quote.Short(name)}' is neither a workload of this chassis nor a pattern of traffic.", Nearest.Hint(name, Names, "workloads"), origin);
            return null;
        }
        int before = problems.Count;
        WorkloadReading? reading = WorkloadTextReader.Read(text, origin, "workload", problems);
        return reading is null || problems.Count > before ? null : Create(new WorkloadDescription(name, reading, folder), problems);
    }

    internal Workload? Create(WorkloadDescription description, ProblemList problems) =>
        Create(description.Name, description.Reading, null, description.Folder, problems);

    private Workload? Create(string name, WorkloadReading reading, PortGroupDescription? only, string folder, ProblemList problems)
    {
        if (reading.Pattern is not null)
            return reading.Pattern.Create(name, reading.Values, new(_groups, only, folder, problems));
        Workload?[] groups = new Workload?[_groups.Count];
        string[] names = [.. _groups.Select(group => group.Name)];
        foreach (Reading item in reading.Groups)
        {
            int index = Array.IndexOf(names, item.Name);
            if (index < 0)
                problems.Add(ProblemCodes.UnknownName, item.Path, $"There is no port group '{Quote.Short(item.Name)}'.", Nearest.Hint(item.Name, names, "port groups"), item.KeyOrigin);
            else
                groups[index] = Create(MapShape.Join(name, item.Name), (WorkloadReading)item.Value, _groups[index], folder, problems);
        }
        return new GroupedWorkload(name, groups);
    }
}
