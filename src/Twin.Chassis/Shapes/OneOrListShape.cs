using System.Text.Json.Nodes;
using Twin.Chassis.Yaml;

namespace Twin.Chassis.Shapes;

/// <summary>A value, or a list of several; reads to a list of <see cref="Reading"/>.</summary>
/// <param name="each">What each value may be: a map.</param>
internal sealed class OneOrListShape(MapShape each) : Shape
{
    private readonly ListShape _list = new(each, isFilled: true);

    /// <inheritdoc/>
    public override string Noun => $"{each.Noun} or a list";

    /// <inheritdoc/>
    public override object? Read(YamlNode node, string path, ProblemList problems)
    {
        if (node is YamlList)
            return _list.Read(node, path, problems);
        return each.Read(node, path, problems) is { } value ? new List<Reading> { new(string.Empty, value, node.Origin, node.Origin, path) } : null;
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["oneOf"] = new JsonArray(each.Schema(), _list.Schema()) };
}
