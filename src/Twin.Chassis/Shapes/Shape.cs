using System.Text.Json.Nodes;
using Twin.Chassis.Yaml;

namespace Twin.Chassis.Shapes;

/// <summary>What a value of a file may be: reads it, says what is wrong with it, and describes it to editors.</summary>
/// <remarks>Reader, schema and documentation all come from the same shapes, so that they cannot disagree. Immutable.</remarks>
internal abstract class Shape
{
    /// <summary>What it must be, for messages: <c>a map</c>, <c>a duration such as '10 ms'</c>.</summary>
    public abstract string Noun { get; }

    /// <summary>Reads a value.</summary>
    /// <param name="node">The value.</param>
    /// <param name="path">Its path in the file.</param>
    /// <param name="problems">Receives everything that is wrong with it.</param>
    /// <returns>The value as the shape's own type; null when there is none. A map or list comes back with what could be read of it.</returns>
    public abstract object? Read(YamlNode node, string path, ProblemList problems);

    /// <summary>The JSON schema of the value.</summary>
    public abstract JsonObject Schema();

    /// <summary>Reports a value of the wrong type, or no value.</summary>
    protected void Refuse(YamlNode node, string path, ProblemList problems, string? hint = null)
    {
        string name = path.Length == 0 ? "file" : path;
        if (node is YamlScalar { IsEmpty: true })
            problems.Add(ProblemCodes.MissingValue, name, "There is no value.", hint ?? $"Give {Noun}, or remove the key.", node.Origin);
        else
            problems.Add(ProblemCodes.WrongType, name, $"This is {node.Noun}, where {Noun} is needed.", hint, node.Origin);
    }
}
