using System.Text.Json.Nodes;
using Twin.Chassis.Yaml;

namespace Twin.Chassis.Shapes;

/// <summary>A map with known keys; reads to a <see cref="MapReading"/>.</summary>
internal sealed class MapShape(params Key[] keys) : Shape
{
    private readonly Dictionary<string, Key> _keys = keys.ToDictionary(key => key.Name, StringComparer.Ordinal);

    /// <summary>The keys in the order of the documentation.</summary>
    public IReadOnlyList<Key> Keys => keys;

    /// <inheritdoc/>
    public override string Noun => "a map";

    /// <inheritdoc/>
    public override object? Read(YamlNode node, string path, ProblemList problems)
    {
        if (node is not YamlMap map)
        {
            Refuse(node, path, problems, $"Its keys are {string.Join(", ", _keys.Keys)}.");
            return null;
        }
        MapReading reading = new(map.Origin, path);
        foreach (YamlEntry entry in map.Entries)
        {
            string entryPath = Join(path, entry.Key);
            if (!_keys.TryGetValue(entry.Key, out Key? key))
            {
                ReportUnknown(map, entry, entryPath, problems);
                continue;
            }
            reading.MarkWritten(entry.Key);
            if (key.Shape.Read(entry.Value, entryPath, problems) is { } value)
                reading.Add(new(key.Name, value, entry.Origin, entry.Value.Origin, entryPath));
        }
        foreach (Key key in keys)
        {
            if (reading.IsWritten(key.Name))
                continue;
            if (key.IsRequired)
                problems.Add(ProblemCodes.MissingKey, Join(path, key.Name), $"'{key.Name}' is missing.", $"{key.Description} Give {key.Shape.Noun}.", map.Origin);
            else if (key.Default is { } value)
                reading.Add(new(key.Name, value, map.Origin, map.Origin, Join(path, key.Name)));
        }
        return reading;
    }

    /// <inheritdoc/>
    public override JsonObject Schema()
    {
        JsonObject properties = [];
        foreach (Key key in keys)
        {
            JsonObject schema = key.Shape.Schema();
            string detail = schema["description"] is { } inner ? " " + inner.GetValue<string>() : string.Empty;
            schema["description"] = key.Description + detail;
            if (key.DefaultText is not null)
                schema["default"] = DefaultAsJson(key);
            properties.Add(key.Name, schema);
        }
        JsonObject map = new() { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        if (keys.Any(key => key.IsRequired))
            map["required"] = new JsonArray([.. keys.Where(key => key.IsRequired).Select(key => JsonValue.Create(key.Name))]);
        return map;
    }

    /// <summary>The path of something within a map.</summary>
    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    private static JsonNode? DefaultAsJson(Key key) => key switch
    {
        { Shape: SwitchShape, Default: bool isOn } => isOn,
        { Shape: CountShape, Default: ulong count } => count,
        _ => key.DefaultText,
    };

    private void ReportUnknown(YamlMap map, YamlEntry entry, string path, ProblemList problems)
    {
        // In braces a comma ends a text, and the rest of 'dies: asic0.die, oe*.die' looks like a key without value.
        bool isBrokenText = map.IsFlow && entry.Value is YamlScalar { IsEmpty: true };
        string hint = isBrokenText
            ? "In braces a comma ends a text: put quotes around a text with commas."
            : Nearest.Hint(entry.Key, _keys.Keys, "keys");
        problems.Add(ProblemCodes.UnknownKey, path, $"'{Quote.Short(entry.Key)}' is not a key here.", hint, entry.Origin);
    }
}
