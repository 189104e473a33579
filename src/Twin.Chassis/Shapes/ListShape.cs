using System.Text.Json.Nodes;
using Twin.Chassis.Yaml;

namespace Twin.Chassis.Shapes;

/// <summary>A list of values of one shape; reads to a list of <see cref="Reading"/>.</summary>
/// <param name="each">What each value may be.</param>
/// <param name="isFilled">Whether there must be one value at least.</param>
internal sealed class ListShape(Shape each, bool isFilled = false) : Shape
{
    /// <inheritdoc/>
    public override string Noun => "a list";

    /// <inheritdoc/>
    public override object? Read(YamlNode node, string path, ProblemList problems)
    {
        if (node is not YamlList list)
        {
            Refuse(node, path, problems, $"Begin each item with '- ', or put {each.Noun} in brackets.");
            return null;
        }
        if (isFilled && list.Items.Count == 0)
            problems.Add(ProblemCodes.MissingValue, path, "The list is empty.", $"Give {each.Noun}.", list.Origin);
        List<Reading> readings = [];
        for (int i = 0; i < list.Items.Count; i++)
        {
            string itemPath = $"{path}[{i}]";
            if (each.Read(list.Items[i], itemPath, problems) is { } value)
                readings.Add(new(string.Empty, value, list.Items[i].Origin, list.Items[i].Origin, itemPath));
        }
        return readings;
    }

    /// <inheritdoc/>
    public override JsonObject Schema()
    {
        JsonObject schema = new() { ["type"] = "array", ["items"] = each.Schema() };
        if (isFilled)
            schema["minItems"] = 1;
        return schema;
    }
}
