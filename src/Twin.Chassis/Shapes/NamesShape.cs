using System.Text.Json.Nodes;
using Twin.Chassis.Yaml;

namespace Twin.Chassis.Shapes;

/// <summary>A map from names that the author chooses to values of one shape; reads to a list of <see cref="Reading"/>, with an empty <see cref="MapReading"/> for a value that could not be read.</summary>
/// <param name="each">What each value may be.</param>
/// <param name="noun">What the names name, in the plural.</param>
internal sealed class NamesShape(Shape each, string noun) : Shape
{
    /// <inheritdoc/>
    public override string Noun => $"a map of {noun} by name";

    /// <inheritdoc/>
    public override object? Read(YamlNode node, string path, ProblemList problems)
    {
        if (node is not YamlMap map)
        {
            Refuse(node, path, problems, $"Write '{noun}:', then indented 'NAME: ...' lines.");
            return null;
        }
        List<Reading> readings = [];
        foreach (YamlEntry entry in map.Entries)
        {
            string entryPath = MapShape.Join(path, entry.Key);
            if (!NameShape.IsName(entry.Key))
                problems.Add(ProblemCodes.WrongName, entryPath, $"'{Quote.Short(entry.Key)}' is not a name.", NameShape.Hint, entry.Origin);
            // The name counts even if its value cannot be read: what refers to it is right.
            object value = each.Read(entry.Value, entryPath, problems) ?? new MapReading(entry.Value.Origin, entryPath);
            readings.Add(new(entry.Key, value, entry.Origin, entry.Value.Origin, entryPath));
        }
        return readings;
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = each.Schema(),
        ["propertyNames"] = new JsonObject { ["pattern"] = NameShape.Pattern },
    };
}
