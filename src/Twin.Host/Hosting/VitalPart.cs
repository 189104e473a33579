namespace Twin.Host.Hosting;

/// <summary>One of the vital signs as text.</summary>
/// <param name="Text">All of it.</param>
/// <param name="Shorter">What takes its place where there is little room: the lower number gives way first, over all parts; an empty text for nothing.</param>
internal readonly record struct VitalPart(string Text, params IReadOnlyList<(int Order, string Text)> Shorter);
