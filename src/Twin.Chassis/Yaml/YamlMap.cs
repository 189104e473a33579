using Twin.Engine.Description;

namespace Twin.Chassis.Yaml;

/// <summary>A map. Keys are unique: the builder reported and left out every repeated one.</summary>
internal sealed class YamlMap(Origin origin, bool isFlow) : YamlNode(origin)
{
    /// <summary>Keys and values in file order.</summary>
    public List<YamlEntry> Entries { get; } = [];

    /// <summary>Whether it is written in braces, where a comma in a text ends the text.</summary>
    public bool IsFlow { get; } = isFlow;

    /// <inheritdoc/>
    public override string Noun => "a map";
}
