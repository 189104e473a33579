using Twin.Engine.Description;

namespace Twin.Chassis.Yaml;

/// <summary>A single text. YAML's own guesses (numbers, dates, yes and no) are not made.</summary>
internal sealed class YamlScalar(Origin origin, string text, bool isQuoted) : YamlNode(origin)
{
    /// <summary>The text, without quotes.</summary>
    public string Text { get; } = text;

    /// <summary>Whether it is in quotes or a block.</summary>
    public bool IsQuoted { get; } = isQuoted;

    /// <summary>Whether it is one of YAML's spellings of nothing.</summary>
    public bool IsEmpty { get; } = !isQuoted && text is ("" or "~" or "null" or "Null" or "NULL");

    /// <inheritdoc/>
    public override string Noun => IsEmpty ? "nothing" : $"the text '{Quote.Short(Text)}'";
}
