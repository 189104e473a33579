using System.Text.Json.Nodes;
using Twin.Chassis.Yaml;

namespace Twin.Chassis.Shapes;

/// <summary>A map from names that the author chooses to values of one shape; reads to a list of <see cref="Reading"/>.</summary>
/// <param name="each">What each value may be.</param>
/// <param name="noun">What the names name, in the plural.</param>
/// <param name="isName">Whether a key must be a name; otherwise it may be anything.</param>
internal sealed class NamesShape(Shape each, string noun, bool isName = true) : Shape
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
            if (isName && !NameShape.IsName(entry.Key))
                problems.Add(ProblemCodes.WrongName, entryPath, $"'{Quote.Short(entry.Key)}' is not a name.", NameShape.Hint, entry.Origin);
            if (each.Read(entry.Value, entryPath, problems) is { } value)
                readings.Add(new(entry.Key, value, entry.Origin, entry.Value.Origin, entryPath));
        }
        return readings;
    }

    /// <inheritdoc/>
    public override JsonObject Schema()
    {
        JsonObject schema = new() { ["type"] = "object", ["additionalProperties"] = each.Schema() };
        if (isName)
            schema["propertyNames"] = new JsonObject { ["pattern"] = NameShape.Pattern };
        return schema;
    }
}
