using Twin.Engine.Structure;

namespace Twin.Host.Setup;

/// <summary>The chassis files beside the program.</summary>
internal static class ShippedChassis
{
    private const string Extension = ".yaml";

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "chassis");

    /// <summary>Their names in order.</summary>
    public static IReadOnlyList<string> Names => !Directory.Exists(Folder)
        ? []
        : [.. Directory.EnumerateFiles(Folder, "*" + Extension).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    /// <summary>File of a shipped chassis.</summary>
    /// <param name="name">Its name.</param>
    public static string FileOf(string name) => Path.Combine(Folder, name + Extension);

    /// <summary>Finds the file of a name or path.</summary>
    /// <param name="text">A shipped name, or the path of a file.</param>
    /// <param name="problems">Receives that there is none.</param>
    /// <returns>Path of a file, or null for a name that is not known. A path need not exist.</returns>
    public static string? Find(string text, ProblemReport problems)
    {
        IReadOnlyList<string> names = Names;
        if (names.Contains(text))
        {
            return FileOf(text);
        }

        if (File.Exists(text) || text.AsSpan().IndexOfAny('/', '\\') >= 0 || Path.GetExtension(text) is Extension or ".yml")
        {
            return text;
        }

        string nearest = NearestNames.Find(text, names, 1) is [string name] ? $" Did you mean '{name}'?" : string.Empty;
        string known = names.Count == 0 ? "none are shipped with this build" : string.Join(", ", names);
        problems.Add("--chassis", $"There is no chassis '{text}'.{nearest} Shipped: {known}; or give the path of a chassis file.");
        return null;
    }
}
