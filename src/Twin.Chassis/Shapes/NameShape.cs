using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Twin.Chassis.Yaml;

namespace Twin.Chassis.Shapes;

/// <summary>A name, an element of paths such as <c>chassis0/oe03</c>; reads to a <see cref="string"/>.</summary>
internal sealed partial class NameShape : ScalarShape
{
    /// <summary>What a name is, as a regular expression.</summary>
    public const string Pattern = "^[a-z][a-z0-9_-]{0,63}$";

    /// <summary>What a name is, for people.</summary>
    public const string Hint = "A name is a lower-case letter, then up to 63 lower-case letters, digits, - or _.";

    /// <summary>The only one.</summary>
    public static NameShape Instance { get; } = new();

    /// <inheritdoc/>
    public override string Noun => "a name";

    /// <summary>Whether a text is a name.</summary>
    public static bool IsName(string text) => Name().IsMatch(text) && !text.EndsWith('\n');

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = Pattern };

    /// <inheritdoc/>
    protected override object? ReadText(YamlScalar scalar, string path, ProblemList problems)
    {
        if (IsName(scalar.Text))
            return scalar.Text;
        problems.Add(ProblemCodes.WrongName, path, $"'{Quote.Short(scalar.Text)}' is not a name.", Hint, scalar.Origin);
        return null;
    }

    [GeneratedRegex(Pattern, RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
