using System.Text.Json.Nodes;
using Twin.Chassis.Yaml;

namespace Twin.Chassis.Shapes;

/// <summary>A map from names that stand in a table to values of one shape; reads to a list of <see cref="Reading"/>.</summary>
/// <param name="each">What each value may be.</param>
/// <param name="noun">What the names name, in the plural.</param>
internal sealed class LabelsShape(Shape each, string noun) : Shape
{
    /// <inheritdoc/>
    public override string Noun => $"a map of {noun} by name";

    /// <inheritdoc/>
    public override object? Read(YamlNode node, string path, ProblemList problems)
    {
        if (node is not YamlMap map)
        {
            Refuse(node, path, problems, "Write '{NAME: ...}'.");
            return null;
        }
        List<Reading> readings = [];
        foreach (YamlEntry entry in map.Entries)
        {
            string entryPath = MapShape.Join(path, entry.Key);
            if (each.Read(entry.Value, entryPath, problems) is { } value)
                readings.Add(new(entry.Key, value, entry.Origin, entry.Value.Origin, entryPath));
        }
        return readings;
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "object", ["additionalProperties"] = each.Schema() };
}
