namespace Twin.Plugins;

/// <summary>Something wrong with a plugin, for the person who wrote it or put it there.</summary>
/// <param name="Code">Stable code, one of <see cref="PluginProblemCodes"/>.</param>
/// <param name="Plugin">Id of the plugin, or the name of its folder as long as the id is not known.</param>
/// <param name="Message">One sentence that names the value and what is wrong with it.</param>
/// <param name="Hint">What would be right, or null when the message says it.</param>
/// <param name="File">Full path of the file or folder it is about, in the plugin folder, not in its copy; null when it is about none.</param>
/// <param name="Line">Line in <paramref name="File"/> from 1, or null where lines mean nothing.</param>
public sealed record PluginProblem(
    string Code, string Plugin, string Message, string? Hint = null, string? File = null, int? Line = null)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        string place = File is null ? string.Empty : Line is null ? File + ": " : $"{File}:{Line}: ";
        return OneLine($"{place}{Code} {Plugin}: {Message}{(Hint is null ? string.Empty : " " + Hint)}");
    }

    /// <summary>Writes control characters, which names of files and texts of plugins may hold, as their codes: they would break the line, or steer a terminal.</summary>
    internal static string OneLine(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? $"\\u{(int)c:X4}" : c.ToString())) : text;
}
