using System.Text.Json.Nodes;
using Twin.Chassis.Yaml;

namespace Twin.Chassis.Shapes;

/// <summary>True or false; reads to a <see cref="bool"/>.</summary>
internal sealed class SwitchShape : ScalarShape
{
    /// <summary>The only one.</summary>
    public static SwitchShape Instance { get; } = new();

    /// <inheritdoc/>
    public override string Noun => "true or false";

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "boolean" };

    /// <inheritdoc/>
    protected override object? ReadText(YamlScalar scalar, string path, ProblemList problems)
    {
        if (scalar.Text is "true" or "false")
            return scalar.Text is "true";
        Refuse(scalar, path, problems, "Write true or false; yes, no, on and off are not read.");
        return null;
    }
}
