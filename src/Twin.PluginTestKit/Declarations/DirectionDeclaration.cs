namespace Twin.PluginTestKit.Declarations;

/// <summary>Which way answers go when one input rises and everything else, actuators among it, is held.</summary>
/// <param name="When">The input, or a pattern of numbered fellows that are moved together.</param>
/// <param name="From">Where it begins, as text; null for its lowest.</param>
/// <param name="To">Where it ends, as text; null for its highest.</param>
/// <param name="Rises">Patterns of answers that never fall.</param>
/// <param name="Falls">Patterns of answers that never rise.</param>
internal sealed record DirectionDeclaration(string When, string? From, string? To, IReadOnlyList<string> Rises, IReadOnlyList<string> Falls);
