namespace Twin.Plugins;

/// <summary>Checks that the native libraries of a plugin run on this system and processor.</summary>
/// <remarks>
/// Native libraries are looked for in the folders that the manifest names, in <c>runtimes/RID/native</c> of every runtime identifier that runs here, and beside the
/// manifest. Of each library one file has to fit; others of it may be for other hosts.
/// </remarks>
internal static class NativeParts
{
    /// <summary>Checks a folder.</summary>
    /// <param name="folder">The folder as it was read.</param>
    /// <param name="native">Folders that the manifest names.</param>
    /// <param name="assembly">The plugin's assembly, which is no native library whatever it holds; null when it is not known.</param>
    /// <param name="problems">Receives every problem.</param>
    public static void Check(PluginFolder folder, IReadOnlyList<string> native, string? assembly, PluginProblemList problems)
    {
        Dictionary<string, List<(PluginFile File, NativeImage Image)>> libraries = new(StringComparer.Ordinal);
        List<string> otherRids = [];
        bool hasOurs = false;
        foreach (PluginFile file in folder.Files.Where(file => file.Path != assembly))
        {
            (string directory, string name) = Split(file.Path);
            string? rid = RidOf(directory);
            bool isOurs = rid is not null && HostPlatform.Rids.Contains(rid);
            NativeImage? image = NativeImage.Read(file.Content);
            if (rid is not null && !isOurs)
            {
                if (image is not null && !otherRids.Contains(rid))
                    otherRids.Add(rid);
                continue;
            }

            bool isLooked = isOurs || directory.Length == 0 || native.Contains(directory);
            if (!isLooked)
                continue;
            if (image is null)
            {
                if (LibraryOf(name) != name && !IsAssembly(file))
                {
                    problems.Add(PluginProblemCodes.NotALibrary, $"'{file.Path}' is no native library of any system that is known: it does not begin like one, or is cut off.",
                        "Copy it again from a finished build.", folder.FullPath(file.Path));
                }

                continue;
            }

            hasOurs |= isOurs;
            string library = LibraryOf(name);
            if (!libraries.TryGetValue(library, out var files))
                libraries.Add(library, files = []);
            files.Add((file, image));
        }

        foreach ((PluginFile file, NativeImage image) in libraries.Values.Where(files => !files.Any(item => HostPlatform.Runs(item.Image))).SelectMany(files => files))
        {
            problems.Add(PluginProblemCodes.NativeArchitecture, $"The native library '{file.Path}' is built for {image}, this host runs {HostPlatform.Text}.",
                $"Put a build of it for this host into runtimes/{HostPlatform.Rid}/native.", folder.FullPath(file.Path));
        }

        if (otherRids.Count > 0 && !hasOurs && libraries.Count == 0)
        {
            problems.Add(PluginProblemCodes.NativeMissing, $"The plugin has native libraries for {string.Join(", ", otherRids)} and none for this host, {HostPlatform.Rid}.",
                $"Publish it with <RuntimeIdentifier>{HostPlatform.Rid}</RuntimeIdentifier>, or for all systems.");
        }
    }

    /// <summary>Finds the file that holds a native library.</summary>
    /// <param name="folder">Full path of a copied plugin folder.</param>
    /// <param name="native">Folders that the manifest names.</param>
    /// <param name="files">File names under which the library may lie, in order.</param>
    /// <returns>Full path of the first one that runs here, or null.</returns>
    public static string? Find(string folder, IReadOnlyList<string> native, IReadOnlyList<string> files)
    {
        foreach (string directory in (IEnumerable<string>)[.. native, .. HostPlatform.Rids.Select(rid => $"runtimes/{rid}/native"), string.Empty])
        {
            foreach (string file in files)
            {
                string path = Path.Combine(folder, directory, file);
                if (File.Exists(path) && NativeImage.Read(Beginning(path)) is { } image && HostPlatform.Runs(image))
                    return path;
            }
        }

        return null;
    }

    // Names of libraries on the systems that are known: libx.so, libx.so.1.2, libx.dylib, x.dll. What has no such name comes back as it is.
    private static string LibraryOf(string file)
    {
        string name = file.TrimEnd([.. ".0123456789"]);
        name = name.EndsWith(".so", StringComparison.OrdinalIgnoreCase) ? name : file;
        string extension = Path.GetExtension(name).ToLowerInvariant();
        if (extension is not (".so" or ".dylib" or ".dll"))
            return file;
        string bare = name[..^extension.Length];
        return bare.StartsWith("lib", StringComparison.Ordinal) ? bare[3..] : bare;
    }

    private static (string Directory, string Name) Split(string path)
    {
        int slash = path.LastIndexOf('/');
        return slash < 0 ? (string.Empty, path) : (path[..slash], path[(slash + 1)..]);
    }

    private static string? RidOf(string directory) => directory.Split('/') is ["runtimes", var rid, "native"] ? rid : null;

    // An assembly beside the manifest is looked at elsewhere, also when it is damaged.
    private static bool IsAssembly(PluginFile file)
    {
        if (!file.Path.Contains('/') && file.IsAssemblyFile)
            return true;
        try
        {
            return AssemblyFacts.Read(file, looksForEntries: false, entry: null) is not null;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }

    private static byte[] Beginning(string path)
    {
        // The PE header lies behind a program for DOS of any length, in practice below 1 KiB.
        byte[] bytes = new byte[4096];
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }
}
