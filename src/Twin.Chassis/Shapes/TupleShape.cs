using System.Text.Json.Nodes;
using Twin.Chassis.Yaml;

namespace Twin.Chassis.Shapes;

/// <summary>A list of a fixed number of values, such as <c>[75 mm, 75 mm]</c>; reads to a list of <see cref="Reading"/>, all of them there.</summary>
/// <param name="each">What each value may be.</param>
/// <param name="names">What the values are, in order.</param>
internal sealed class TupleShape(Shape each, params string[] names) : Shape
{
    /// <inheritdoc/>
    public override string Noun => $"[{string.Join(", ", names)}]";

    /// <inheritdoc/>
    public override object? Read(YamlNode node, string path, ProblemList problems)
    {
        if (node is not YamlList list)
        {
            Refuse(node, path, problems, $"Write {Noun}.");
            return null;
        }
        List<Reading> readings = [];
        for (int i = 0; i < list.Items.Count; i++)
        {
            string itemPath = $"{path}[{i}]";
            if (each.Read(list.Items[i], itemPath, problems) is { } value)
                readings.Add(new(string.Empty, value, list.Items[i].Origin, list.Items[i].Origin, itemPath));
        }
        if (list.Items.Count == names.Length)
            return readings.Count == names.Length ? readings : null;
        problems.Add(ProblemCodes.WrongType, path, $"There are {list.Items.Count} values where {names.Length} are needed.", $"Write {Noun}.", list.Origin);
        return null;
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "array", ["items"] = each.Schema(), ["minItems"] = names.Length, ["maxItems"] = names.Length };
}
