using Twin.Chassis.Packages;
using Twin.Engine.Structure;

namespace Twin.Host.Setup;

/// <summary>The package folders beside the program.</summary>
internal static class ShippedPackages
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "packages");

    /// <summary>Their names in order.</summary>
    public static IReadOnlyList<string> Names => !Directory.Exists(Folder)
        ? []
        : [.. Directory.EnumerateDirectories(Folder).Where(folder => File.Exists(Path.Combine(folder, PackageFolder.FileName))).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    /// <summary>Folder of a shipped package.</summary>
    /// <param name="name">Its name.</param>
    public static string FolderOf(string name) => Path.Combine(Folder, name);

    /// <summary>Finds the folder of a name or path.</summary>
    /// <param name="text">A shipped name, or the path of a folder.</param>
    /// <param name="problems">Receives that there is none.</param>
    /// <returns>Path of a folder, or null for a name that is not known. A path need not exist.</returns>
    public static string? Find(string text, ProblemReport problems)
    {
        // A folder that is there goes before a shipped one of the same name, which has to be named from elsewhere.
        if (Directory.Exists(text) || text.AsSpan().IndexOfAny('/', '\\') >= 0)
        {
            return text;
        }

        IReadOnlyList<string> names = Names;
        if (names.Contains(text))
        {
            return FolderOf(text);
        }

        string nearest = NearestNames.Find(text, names, 1) is [string name] ? $" Did you mean '{name}'?" : string.Empty;
        string known = names.Count == 0 ? "none are shipped with this build" : string.Join(", ", names);
        problems.Add("DIR", $"There is no package '{text}'.{nearest} Shipped: {known}; or give the path of a folder with {PackageFolder.FileName}.");
        return null;
    }
}
