using System.Text.Json.Nodes;
using Twin.Chassis.Yaml;

namespace Twin.Chassis.Shapes;

/// <summary>A name as tables have it, in whatever letters: <c>SERDES_S0</c>; reads to a <see cref="string"/>.</summary>
/// <param name="noun">What it names, such as <c>a layer</c>.</param>
internal sealed class LabelShape(string noun) : ScalarShape
{
    /// <summary>What a label is, for people.</summary>
    public const string Hint = "A name has 1 to 64 printable characters, no comma, quote or #, and no space at either end.";

    private const int Longest = 64;

    /// <inheritdoc/>
    public override string Noun => $"the name of {noun}";

    /// <summary>Whether a text is a label.</summary>
    public static bool IsLabel(string text) =>
        text.Length is > 0 and <= Longest && text.Trim().Length == text.Length && !text.Any(sign => char.IsControl(sign) || sign is ',' or '"' or '#');

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = Longest };

    /// <inheritdoc/>
    protected override object? ReadText(YamlScalar scalar, string path, ProblemList problems)
    {
        if (IsLabel(scalar.Text))
            return scalar.Text;
        problems.Add(ProblemCodes.WrongName, path, $"'{Quote.Short(scalar.Text)}' is not a name.", Hint, scalar.Origin);
        return null;
    }
}
