using System.Text.Json.Nodes;
using Twin.Chassis.Shapes;
using Twin.Chassis.Yaml;

namespace Twin.Chassis.Workloads;

/// <summary>A workload: a compact text, a map with <c>pattern</c> and the pattern's keys, or a map with <c>groups</c>; reads to a <see cref="WorkloadReading"/>.</summary>
internal sealed class WorkloadShape : Shape
{
    private const string PatternKey = "pattern";
    private const string GroupsKey = "groups";
    private static readonly WordShape Words = new([.. WorkloadPatterns.All.Select(pattern => (pattern.Name, (object)pattern))]);
    private readonly MapShape _grouped;

    private WorkloadShape(bool mayBeGrouped) => _grouped = mayBeGrouped
        ? new(Key.Required(GroupsKey, new NamesShape(new WorkloadShape(false), "port groups"), "A workload for each port group; groups without one carry nothing."))
        : new();

    /// <summary>The only one that is not itself within groups.</summary>
    public static WorkloadShape Instance { get; } = new(true);

    /// <inheritdoc/>
    public override string Noun => "a workload such as 'all-reduce: period 400 ms'";

    /// <inheritdoc/>
    public override object? Read(YamlNode node, string path, ProblemList problems)
    {
        if (node is YamlScalar { IsEmpty: false } scalar)
            return WorkloadTextReader.Read(scalar.Text, scalar.Origin with { Column = scalar.Origin.Column + (scalar.IsQuoted ? 1 : 0) }, path, problems);
        if (node is not YamlMap map)
        {
            Refuse(node, path, problems, "Write a text, or a map with 'pattern' and its keys.");
            return null;
        }
        int index = map.Entries.FindIndex(entry => entry.Key == PatternKey);
        if (index < 0 && _grouped.Keys.Count > 0 && map.Entries.Exists(entry => entry.Key == GroupsKey))
            return _grouped.Read(map, path, problems) is MapReading reading ? new WorkloadReading(null, reading, reading.Items(GroupsKey), map.Origin, path) : null;
        if (index < 0)
        {
            problems.Add(ProblemCodes.MissingKey, MapShape.Join(path, PatternKey), "'pattern' is missing.", $"Give {Words.Noun}.", map.Origin);
            return null;
        }
        if (Words.Read(map.Entries[index].Value, MapShape.Join(path, PatternKey), problems) is not WorkloadPattern pattern)
            return null;
        YamlMap values = new(map.Origin, map.IsFlow);
        values.Entries.AddRange(map.Entries.Where(entry => entry.Key != PatternKey));
        return pattern.Shape.Read(values, path, problems) is MapReading read ? new WorkloadReading(pattern, read, [], map.Origin, path) : null;
    }

    /// <inheritdoc/>
    public override JsonObject Schema()
    {
        JsonArray forms = [new JsonObject { ["type"] = "string", ["description"] = "A pattern, then its values: 'all-reduce: period 400 ms, duty 60 %'." }];
        foreach (WorkloadPattern pattern in WorkloadPatterns.All)
        {
            JsonObject form = pattern.Shape.Schema();
            form["description"] = pattern.Description;
            form["properties"]!.AsObject().Insert(0, PatternKey, new JsonObject { ["const"] = pattern.Name });
            JsonArray required = form["required"]?.AsArray() ?? [];
            required.Insert(0, PatternKey);
            form["required"] = required.Parent is null ? required : required.DeepClone();
            forms.Add(form);
        }
        if (_grouped.Keys.Count > 0)
            forms.Add(_grouped.Schema());
        return new JsonObject { ["oneOf"] = forms };
    }
}
