using System.Reflection;
using System.Runtime.Loader;
using Twin.Contracts;

namespace Twin.Plugins;

/// <summary>Collectible context of one plugin: the contracts and the framework come from the host, everything else from the plugin's own copy.</summary>
/// <remarks>
/// What the plugin did not bring is refused rather than taken from the host: a plugin that runs by grace of a host's own dependency
/// breaks when the host updates it.
/// </remarks>
internal sealed class PluginLoadContext : AssemblyLoadContext
{
    private static readonly string FrameworkDirectory = Path.GetDirectoryName(typeof(object).Assembly.Location) ?? string.Empty;

    // A self-contained host has framework and application in one folder, a single file has no folder: then they cannot be told apart.
    private static readonly bool FrameworkIsApart = FrameworkDirectory.Length > 0
        && Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory) != Path.TrimEndingDirectorySeparator(FrameworkDirectory);

    private readonly AssemblyDependencyResolver _resolver;
    private readonly string _folder;
    private readonly IReadOnlyList<string> _native;

    /// <summary>Makes a context over a copied plugin folder; nothing is loaded yet.</summary>
    /// <param name="name">Name for debuggers.</param>
    /// <param name="folder">The copy.</param>
    /// <param name="assembly">File name of the plugin's assembly.</param>
    /// <param name="native">Folders with native libraries, relative to <paramref name="folder"/>.</param>
    /// <exception cref="InvalidOperationException">The .deps.json is damaged.</exception>
    public PluginLoadContext(string name, string folder, string assembly, IReadOnlyList<string> native)
        : base(name, isCollectible: true)
    {
        _folder = folder;
        _native = native;
        MainAssembly = Path.Combine(folder, assembly);
        _resolver = new AssemblyDependencyResolver(MainAssembly);
    }

    /// <summary>Path of the copied plugin assembly.</summary>
    public string MainAssembly { get; }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string name = assemblyName.Name!;
        if (HostNames.IsContracts(name))
            return typeof(IPlugin).Assembly;
        if (HostNames.IsReserved(name))
            throw new FileLoadException($"'{name}' is an assembly of the host; a plugin references {HostNames.Contracts} only.", assemblyName.FullName);
        string? path = _resolver.ResolveAssemblyToPath(assemblyName) ?? Probe(assemblyName);
        bool framework = FrameworkIsApart && File.Exists(Path.Combine(FrameworkDirectory, name + ".dll"));
        if (path is not null && !(framework && FrameworkSuffices(name, assemblyName.Version)))
            return LoadFromAssemblyPath(path);
        if (framework || !FrameworkIsApart || !string.IsNullOrEmpty(assemblyName.CultureName))
            return null;

        // Not the refusal above: code that looks for an optional assembly expects this one, and the runtime adds the name to it.
        throw new FileNotFoundException($"'{assemblyName.FullName}' is not in the plugin's folder.", assemblyName.FullName);
    }

    /// <inheritdoc/>
    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName)
    {
        if (_resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } resolved)
            return LoadUnmanagedDllFromPath(resolved);

        // A path leaves the folder, if it names one at all: that is the system's to resolve.
        if (Path.GetFileName(unmanagedDllName) != unmanagedDllName)
            return IntPtr.Zero;
        return NativeParts.Find(_folder, _native, FileNames(unmanagedDllName)) is { } path ? LoadUnmanagedDllFromPath(path) : IntPtr.Zero;
    }

    // Without a .deps.json the resolver does not find satellites, and with one it does not find what was added by hand.
    private string? Probe(AssemblyName assembly)
    {
        string path = Path.Combine(_folder, assembly.CultureName ?? string.Empty, assembly.Name + ".dll");
        return File.Exists(path) ? path : null;
    }

    // The framework's own copy carries process-wide registries (meters, activities) that the host listens to, so it is preferred if new enough.
    private static bool FrameworkSuffices(string name, Version? wanted) =>
        wanted is null || Default.LoadFromAssemblyName(new AssemblyName(name)).GetName().Version >= wanted;

    private static string[] FileNames(string name) =>
        OperatingSystem.IsWindows() ? [name + ".dll", name]
        : OperatingSystem.IsMacOS() ? [$"lib{name}.dylib", name + ".dylib", name, "lib" + name]
        : [$"lib{name}.so", name + ".so", name, "lib" + name];
}
