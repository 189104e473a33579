using System.Text.Json.Nodes;
using Twin.Chassis.Yaml;

namespace Twin.Chassis.Shapes;

/// <summary>Several quantities in brackets, such as the edges of a rectangle; reads to an array of <see cref="double"/>.</summary>
/// <param name="names">What each of them is, for people.</param>
/// <param name="each">The shape of each.</param>
/// <param name="mayBeSingle">Whether one quantity alone stands for all.</param>
internal sealed class QuantitiesShape(string[] names, QuantityShape[] each, bool mayBeSingle = false) : Shape
{
    /// <inheritdoc/>
    public override string Noun => mayBeSingle ? $"{each[0].Noun} or {Bracket}" : Bracket;

    private string Bracket => $"[{string.Join(", ", names)}]";

    /// <inheritdoc/>
    public override object? Read(YamlNode node, string path, ProblemList problems)
    {
        if (mayBeSingle && node is YamlScalar { IsEmpty: false })
            return each[0].Read(node, path, problems) is double value ? Enumerable.Repeat(value, each.Length).ToArray() : null;
        if (node is not YamlList list)
        {
            Refuse(node, path, problems, $"Write {Noun}.");
            return null;
        }
        if (list.Items.Count != each.Length)
        {
            problems.Add(ProblemCodes.WrongType, path, $"There are {list.Items.Count} values, where {each.Length} are needed.", $"Write {Bracket}.", list.Origin);
            return null;
        }
        List<double> values = [];
        for (int i = 0; i < each.Length; i++)
        {
            if (each[i].Read(list.Items[i], $"{path}[{i}]", problems) is double value)
                values.Add(value);
        }
        return values.Count == each.Length ? values.ToArray() : null;
    }

    /// <inheritdoc/>
    public override JsonObject Schema()
    {
        JsonObject list = new()
        {
            ["type"] = "array",
            ["prefixItems"] = new JsonArray([.. each.Select(shape => shape.Schema())]),
            ["items"] = false,
            ["minItems"] = each.Length,
            ["maxItems"] = each.Length,
            ["description"] = $"{Bracket}.",
        };
        return mayBeSingle ? new() { ["oneOf"] = new JsonArray(each[0].Schema(), list) } : list;
    }
}
