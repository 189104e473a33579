using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Twin.Chassis.Yaml;

namespace Twin.Chassis.Shapes;

/// <summary>A component, or several alike: <c>vendor.part</c>, <c>8 x vendor.part</c>, or a map; reads to a <see cref="MapReading"/>.</summary>
internal sealed partial class ComponentShape : Shape
{
    /// <summary>Most repetitions of one component.</summary>
    public const int MostRepetitions = 4096;

    private static readonly KindShape Kind = new();
    private static readonly CountShape Repeat = new(1, MostRepetitions);

    private static readonly MapShape Long = new(
        Key.Required("kind", Kind, "The kind a plugin registered."),
        Key.Optional("repeat", Repeat, null, "How many there are; their names get numbers from 0, zero-padded to the width of the highest."),
        Key.Optional("parameters", ParametersShape.Instance, null, "Values for the kind's parameters."),
        Key.Optional("present", SwitchShape.Instance, "true", "Whether a replaceable part is in at the start."));

    /// <summary>The only one.</summary>
    public static ComponentShape Instance { get; } = new();

    /// <inheritdoc/>
    public override string Noun => "a component";

    /// <inheritdoc/>
    public override object? Read(YamlNode node, string path, ProblemList problems)
    {
        if (node is YamlMap)
            return Long.Read(node, path, problems);
        if (node is not YamlScalar { IsEmpty: false } scalar)
        {
            Refuse(node, path, problems, "Write 'vendor.part', '8 x vendor.part', or a map with 'kind'.");
            return null;
        }
        // The short form is the long one in other words: the same checks, at the columns of the words.
        Match match = Repeated().Match(scalar.Text);
        YamlMap map = new(scalar.Origin, isFlow: false);
        string kind = scalar.Text;
        if (match.Success)
        {
            kind = match.Groups[2].Value;
            map.Entries.Add(new("repeat", scalar.Origin, new YamlScalar(scalar.Origin, match.Groups[1].Value, isQuoted: true)));
        }
        map.Entries.Add(new("kind", scalar.Origin, new YamlScalar(scalar.Origin, kind, isQuoted: true)));
        return Long.Read(map, path, problems);
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new()
    {
        ["oneOf"] = new JsonArray(
            new JsonObject { ["type"] = "string", ["description"] = "The kind, or 'N x kind' for N alike.", ["examples"] = new JsonArray("borealis.switch-asic", "8 x cygnus.mzm-engine") },
            Long.Schema()),
    };

    [GeneratedRegex(@"^\s*(-?[0-9]+)\s*x\s+(\S.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Repeated();

    private sealed partial class KindShape : ScalarShape
    {
        public override string Noun => "a kind such as 'vendor.part'";

        public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = KindPattern };

        protected override object? ReadText(YamlScalar scalar, string path, ProblemList problems)
        {
            string text = scalar.Text.Trim();
            if (Pattern().IsMatch(text))
                return text;
            problems.Add(ProblemCodes.WrongName, path, $"'{Quote.Short(scalar.Text)}' is not a kind.", "Write 'vendor.part' in lower case, or '8 x vendor.part' for 8 alike.", scalar.Origin);
            return null;
        }

        private const string KindPattern = @"^[a-z0-9][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)+$";

        [GeneratedRegex(KindPattern, RegexOptions.CultureInvariant)]
        private static partial Regex Pattern();
    }
}
