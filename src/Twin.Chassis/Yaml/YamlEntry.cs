using Twin.Engine.Description;

namespace Twin.Chassis.Yaml;

/// <summary>A key of a map and its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="Origin">Where the key begins.</param>
/// <param name="Value">The value.</param>
internal readonly record struct YamlEntry(string Key, Origin Origin, YamlNode Value);
