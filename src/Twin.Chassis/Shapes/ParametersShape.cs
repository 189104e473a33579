using System.Text.Json.Nodes;
using Twin.Chassis.Yaml;
using Twin.Engine.Description;

namespace Twin.Chassis.Shapes;

/// <summary>Parameters of a component, texts untouched; reads to a <see cref="MapParameter"/>. The compiler binds them to the component's record.</summary>
internal sealed class ParametersShape : Shape
{
    /// <summary>The only one.</summary>
    public static ParametersShape Instance { get; } = new();

    /// <inheritdoc/>
    public override string Noun => "a map of parameters";

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "object" };

    /// <inheritdoc/>
    public override object? Read(YamlNode node, string path, ProblemList problems)
    {
        if (node is YamlMap map)
            return Map(map, path, problems);
        Refuse(node, path, problems);
        return null;
    }

    private static MapParameter Map(YamlMap map, string path, ProblemList problems)
    {
        List<KeyValuePair<string, ParameterNode>> entries = [];
        foreach (YamlEntry entry in map.Entries)
        {
            if (Node(entry.Value, MapShape.Join(path, entry.Key), problems) is { } value)
                entries.Add(new(entry.Key, value));
        }
        return new(entries, map.Origin);
    }

    private static ParameterNode? Node(YamlNode node, string path, ProblemList problems)
    {
        switch (node)
        {
            case YamlMap map:
                return Map(map, path, problems);
            case YamlList list:
                List<ParameterNode> items = [];
                for (int i = 0; i < list.Items.Count; i++)
                {
                    if (Node(list.Items[i], $"{path}[{i}]", problems) is { } item)
                        items.Add(item);
                }
                return new ListParameter(items, list.Origin);
            case YamlScalar { IsEmpty: false } scalar:
                return new ScalarParameter(scalar.Text, scalar.Origin);
            default:
                problems.Add(ProblemCodes.MissingValue, path, "There is no value.", "Give one, or remove the key.", node.Origin);
                return null;
        }
    }
}
