using Twin.Chassis.Yaml;

namespace Twin.Chassis.Shapes;

/// <summary>A value that is a single text in the file.</summary>
internal abstract class ScalarShape : Shape
{
    /// <inheritdoc/>
    public override object? Read(YamlNode node, string path, ProblemList problems)
    {
        if (node is YamlScalar { IsEmpty: false } scalar)
            return ReadText(scalar, path, problems);
        Refuse(node, path, problems);
        return null;
    }

    /// <summary>Reads a text that is there.</summary>
    protected abstract object? ReadText(YamlScalar scalar, string path, ProblemList problems);
}
