using System.Text.Json.Nodes;
using Twin.Chassis.Yaml;

namespace Twin.Chassis.Shapes;

/// <summary>One of some words; reads to what the word stands for.</summary>
/// <param name="words">The words and what they stand for.</param>
internal sealed class WordShape(params (string Word, object Value)[] words) : ScalarShape
{
    private readonly string[] _words = [.. words.Select(word => word.Word)];

    /// <inheritdoc/>
    public override string Noun => $"one of {string.Join(", ", _words)}";

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["enum"] = new JsonArray([.. _words.Select(word => JsonValue.Create(word))]) };

    /// <inheritdoc/>
    protected override object? ReadText(YamlScalar scalar, string path, ProblemList problems)
    {
        int index = Array.IndexOf(_words, scalar.Text);
        if (index >= 0)
            return words[index].Value;
        problems.Add(ProblemCodes.WrongWord, path, $"'{Quote.Short(scalar.Text)}' is not {Noun}.", Nearest.Hint(scalar.Text, _words, "words"), scalar.Origin);
        return null;
    }
}
