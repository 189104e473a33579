using System.Text.Json.Nodes;
using Twin.Chassis.Yaml;

namespace Twin.Chassis.Shapes;

/// <summary>One line of any text; reads to a <see cref="string"/>.</summary>
/// <param name="noun">What it must be.</param>
internal sealed class LineShape(string noun) : ScalarShape
{
    private const int Longest = 1000;

    /// <inheritdoc/>
    public override string Noun => noun;

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "string", ["maxLength"] = Longest };

    /// <inheritdoc/>
    protected override object? ReadText(YamlScalar scalar, string path, ProblemList problems)
    {
        if (scalar.Text.Length <= Longest && !scalar.Text.Any(char.IsControl))
            return scalar.Text;
        problems.Add(ProblemCodes.WrongName, path, $"'{Quote.Short(scalar.Text)}' is not {noun}.", $"Write one line of at most {Longest} characters without control characters.", scalar.Origin);
        return null;
    }
}
