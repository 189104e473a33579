using System.Text.Json.Nodes;
using Twin.Chassis.Yaml;

namespace Twin.Chassis.Shapes;

/// <summary>Paths of signals with globs, separated by commas; reads to a <see cref="string"/>.</summary>
internal sealed class SignalsShape : ScalarShape
{
    /// <summary>The only one.</summary>
    public static SignalsShape Instance { get; } = new();

    /// <inheritdoc/>
    public override string Noun => "paths of signals such as 'oe*/junction-sensor'";

    /// <inheritdoc/>
    public override JsonObject Schema() => new()
    {
        ["type"] = "string",
        ["minLength"] = 1,
        ["description"] = "Signal paths relative to the chassis, with globs; several are separated by commas.",
    };

    /// <inheritdoc/>
    protected override object? ReadText(YamlScalar scalar, string path, ProblemList problems)
    {
        foreach (string part in ReferenceText.Parts(scalar.Text))
        {
            if (part.Length > 0 && part.All(sign => char.IsAsciiLetterLower(sign) || char.IsAsciiDigit(sign) || "-_.*?/{}[]".Contains(sign, StringComparison.Ordinal)))
                continue;
            problems.Add(ProblemCodes.WrongReference, path, $"'{Quote.Short(part)}' is not the path of a signal.", $"Write {Noun}.", scalar.Origin);
            return null;
        }
        return scalar.Text;
    }
}
