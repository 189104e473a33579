using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using Twin.Tests.Plugins;

namespace Twin.Plugins.Tests;

/// <summary>A temporary directory in which tests put plugin folders together from built fixtures.</summary>
public sealed class PluginWorkshop : IDisposable
{
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "fixtures");

    private readonly Stack<Action> _atEnd = new();

    public PluginWorkshop()
    {
        Root = Directory.CreateTempSubdirectory("twin-plugins-tests-").FullName;
        Plugins = Directory.CreateDirectory(Path.Combine(Root, "plugins")).FullName;
        Shadow = Path.Combine(Root, "shadow");
    }

    public string Root { get; }

    public string Plugins { get; }

    public string Shadow { get; }

    public PluginLoadOptions Options => new() { ShadowDirectory = Shadow };

    public static string Fixture(string project, string file) => Path.Combine(Fixtures, project, file);

    /// <summary>Makes a plugin folder with the assembly of the parts and a manifest that names one of its entries.</summary>
    public string Folder(string entry, string id = "fixture.part", string? name = null, bool withLibrary = true, bool onlyEntry = true)
    {
        string folder = Empty(name ?? id);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Fixtures, "Parts"), "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(folder, Path.GetRelativePath(Path.Combine(Fixtures, "Parts"), file));
            if (!withLibrary && Path.GetFileName(file).StartsWith("Fixture.Library", StringComparison.Ordinal))
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }

        string plugin = Path.Combine(folder, "Fixture.Parts.dll");
        if (onlyEntry)
            SingleEntry.Keep(plugin, "Fixture.Parts." + entry);
        Manifest(folder, $$"""
            {
              "id": "{{id}}",
              "vendor": "Fixture Works",
              "version": "1.2.0",
              "entry": "Fixture.Parts.{{entry}}"
            }
            """);
        return folder;
    }

    /// <summary>Makes the folder of the plugin that loads and then misbehaves.</summary>
    public string Mischief(bool withLibrary)
    {
        string folder = Empty("mischief");
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Fixtures, "Mischief")).Where(file => withLibrary || !Path.GetFileName(file).StartsWith("Fixture.Library", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        return folder;
    }

    public string Empty(string name) => Directory.CreateDirectory(Path.Combine(Plugins, name)).FullName;

    public static void Manifest(string folder, string text) => File.WriteAllText(Path.Combine(folder, PluginManifest.FileName), text);

    public PluginCatalog Load(PluginLoadOptions? options = null) => PluginCatalog.Load([Plugins], options ?? Options);

    /// <summary>Loads, requires that nothing loads, and returns all that was wrong.</summary>
    public IReadOnlyList<PluginProblem> Refused(PluginLoadOptions? options = null)
    {
        using PluginCatalog catalog = Load(options);
        Assert.Empty(catalog.Plugins);
        return catalog.Problems;
    }

    /// <summary>Writes another version into an assembly's reference to Twin.Contracts, as a build against that version would have it.</summary>
    public static void ReferenceContract(string assembly, Version version)
    {
        byte[] image = File.ReadAllBytes(assembly);
        using (PEReader pe = new(new MemoryStream(image)))
        {
            MetadataReader reader = pe.GetMetadataReader();
            AssemblyReferenceHandle handle = reader.AssemblyReferences.Single(reference => reader.GetString(reader.GetAssemblyReference(reference).Name) == "Twin.Contracts");

            // A row of the AssemblyRef table begins with four 16-bit version numbers; ECMA-335 II.22.5.
            int offset = pe.PEHeaders.MetadataStartOffset + reader.GetTableMetadataOffset(TableIndex.AssemblyRef)
                + (MetadataTokens.GetRowNumber(handle) - 1) * reader.GetTableRowSize(TableIndex.AssemblyRef);
            BitConverter.TryWriteBytes(image.AsSpan(offset), (ushort)version.Major);
            BitConverter.TryWriteBytes(image.AsSpan(offset + 2), (ushort)version.Minor);
        }

        File.WriteAllBytes(assembly, image);
    }

    /// <summary>Replaces bytes of a file by as many others.</summary>
    public static void Patch(string file, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        byte[] content = File.ReadAllBytes(file);
        int at = content.AsSpan().IndexOf(from);
        Assert.True(at >= 0 && from.Length == to.Length);
        to.CopyTo(content.AsSpan(at));
        File.WriteAllBytes(file, content);
    }

    /// <summary>Makes a part and returns its text only, in a frame of its own so that the caller keeps nothing of the plugin.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static string Make(LoadedPlugin plugin, int kind = 0) => Make(plugin.Kinds[kind]);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static string Make(LoadedKind kind) => kind.Create(Activator.CreateInstance(kind.ParametersType)!).ToString()!;

    /// <summary>What is to be done before the directory is removed.</summary>
    public void AtEnd(Action action) => _atEnd.Push(action);

    public void Dispose()
    {
        while (_atEnd.TryPop(out Action? action))
            action();
        Directory.Delete(Root, recursive: true);
    }
}
