using System.Text.Json.Nodes;
using Twin.Chassis.Yaml;
using Twin.Engine.Description;

namespace Twin.Chassis.Shapes;

/// <summary>Names of elements of components; reads to an <see cref="ElementReference"/>. Whether they exist is for the compiler to say.</summary>
/// <param name="mayBeBare">Whether a zone or package may stand here by its bare name.</param>
internal sealed class ReferenceShape(bool mayBeBare = false) : ScalarShape
{
    /// <inheritdoc/>
    public override string Noun => mayBeBare ? "a reference such as 'oe*.case' or a zone" : "a reference such as 'oe*.tx'";

    /// <inheritdoc/>
    public override JsonObject Schema() => new()
    {
        ["type"] = "string",
        ["minLength"] = 1,
        ["description"] = $"Component pattern, dot, element, and for lanes a range: oe*.host-rx[0..31]. Several are separated by commas.{(mayBeBare ? " A zone stands by its bare name." : string.Empty)}",
    };

    /// <inheritdoc/>
    protected override object? ReadText(YamlScalar scalar, string path, ProblemList problems)
    {
        bool isRight = true;
        foreach (string part in ReferenceText.Parts(scalar.Text))
        {
            if (ReferenceText.Fault(part, mayBeBare) is not { } fault)
                continue;
            problems.Add(ProblemCodes.WrongReference, path, $"'{Quote.Short(part)}' is not a reference: {fault}.", $"Write {Noun}; lanes as [0..31], numbers as {{00..15}}, several with commas.", scalar.Origin);
            isRight = false;
        }
        return isRight ? new ElementReference(scalar.Text, scalar.Origin) : null;
    }
}
