using Twin.Engine.Description;

namespace Twin.Chassis.Yaml;

/// <summary>A value of a YAML file with its position, before anything is known of what it should be.</summary>
internal abstract class YamlNode(Origin origin)
{
    /// <summary>Where it begins.</summary>
    public Origin Origin { get; } = origin;

    /// <summary>What it is, for messages: <c>a map</c>.</summary>
    public abstract string Noun { get; }
}
