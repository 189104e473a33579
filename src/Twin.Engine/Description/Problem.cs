namespace Twin.Engine.Description;

/// <summary>Something wrong with a chassis, a workload or a plugin, for the person who wrote it.</summary>
/// <param name="Code">Stable code such as <c>TW0104</c>.</param>
/// <param name="Path">What it is about, such as <c>components.oe.bias</c>.</param>
/// <param name="Message">One sentence that names the value and what is wrong with it.</param>
/// <param name="Hint">What would be right, or null when the message says it.</param>
/// <param name="Origin">Where it was said, or null when it was not said in a file.</param>
public sealed record Problem(string Code, string Path, string Message, string? Hint = null, Origin? Origin = null)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{(Origin is null ? string.Empty : Origin + ": ")}{Code} {Path}: {Message}{(Hint is null ? string.Empty : " " + Hint)}";
}
