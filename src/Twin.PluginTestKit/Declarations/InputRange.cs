namespace Twin.PluginTestKit.Declarations;

/// <summary>The range over which the vendor wants an input tried.</summary>
/// <param name="Name">The input.</param>
/// <param name="Low">Lowest value as text, with its unit.</param>
/// <param name="High">Highest value as text.</param>
internal sealed record InputRange(string Name, string Low, string High);
