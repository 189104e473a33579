using Twin.Engine.Description;

namespace Twin.Chassis.Yaml;

/// <summary>A list.</summary>
internal sealed class YamlList(Origin origin) : YamlNode(origin)
{
    /// <summary>Values in file order.</summary>
    public List<YamlNode> Items { get; } = [];

    /// <inheritdoc/>
    public override string Noun => "a list";
}
