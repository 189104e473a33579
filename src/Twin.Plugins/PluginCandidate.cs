using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using Twin.Contracts;

namespace Twin.Plugins;

/// <summary>A plugin folder after every check that needs no code of it to run.</summary>
internal sealed class PluginCandidate
{
    private PluginCandidate(PluginFolder folder, PluginManifest manifest, string assembly, ContractVersion contract, int? entryLine)
    {
        Folder = folder;
        Manifest = manifest;
        Assembly = assembly;
        Contract = contract;
        EntryLine = entryLine;
    }

    public PluginFolder Folder { get; }

    public PluginManifest Manifest { get; }

    /// <summary>File name of the assembly that holds the entry.</summary>
    public string Assembly { get; }

    public ContractVersion Contract { get; }

    /// <summary>Line of the manifest that names the entry.</summary>
    public int? EntryLine { get; }

    public string ManifestPath => Folder.FullPath(PluginManifest.FileName);

    /// <summary>Reads a folder and checks manifest, signature and metadata; all problems are added.</summary>
    /// <returns>The candidate, or null if a problem was added.</returns>
    public static PluginCandidate? Read(string path, PluginLoadOptions options, PluginProblemList problems)
    {
        if (PluginFolder.Read(path, options, problems) is not { } folder)
            return null;
        PluginManifest? manifest = ReadManifest(folder, problems, out IReadOnlyDictionary<string, int> lines);
        if (manifest is null && folder.Find(PluginManifest.FileName) is null && !folder.IsRefused(PluginManifest.FileName))
            return null;
        int? Line(string key) => lines.TryGetValue(key, out int line) ? line : null;
        string manifestPath = folder.FullPath(PluginManifest.FileName);
        foreach (string native in manifest?.Native ?? [])
        {
            if (!folder.Files.Any(inner => inner.Path.StartsWith(native + "/", StringComparison.Ordinal)) && !folder.IsRefused(native))
                problems.Add(PluginProblemCodes.FileMissing, $"'native' names the folder '{native}', which is not there or empty.", "Put the libraries there, or take the folder out of the manifest.", manifestPath, Line("native"));
        }

        // What is wrong with the rest is said whether or not the manifest is right.
        SignatureCheck.Check(folder, options.TrustedKeys, problems);
        string? assembly = manifest is null ? null : Choose(folder, manifest, problems, manifestPath, Line("assembly"));
        NativeParts.Check(folder, manifest?.Native ?? [], assembly, problems);
        ContractVersion? contract = CheckAssemblies(folder, manifest, assembly, options.HostContract, problems, manifestPath, Line("entry"));
        return problems.Any ? null : new PluginCandidate(folder, manifest!, assembly!, contract!.Value, Line("entry"));
    }

    /// <summary>Reads the manifest of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="problems">Receives every problem, and the plugin's id as soon as it is known.</param>
    /// <param name="lines">Line of each key that was there.</param>
    /// <returns>The manifest, or null if it is not there or has problems.</returns>
    public static PluginManifest? ReadManifest(PluginFolder folder, PluginProblemList problems, out IReadOnlyDictionary<string, int> lines)
    {
        if (folder.Find(PluginManifest.FileName) is { } file)
            return ManifestReader.Read(file.Content, folder.FullPath(PluginManifest.FileName), problems, out lines);
        lines = new Dictionary<string, int>();
        if (!folder.IsRefused(PluginManifest.FileName))
            problems.Add(PluginProblemCodes.NotAPlugin, $"The folder is no plugin: it has no {PluginManifest.FileName}.", HintAt(folder));
        return null;
    }

    // What people do most: unpack into one folder too many, or not at all.
    private static string HintAt(PluginFolder folder)
    {
        string inner = "/" + PluginManifest.FileName;
        if (folder.Files.FirstOrDefault(file => file.Path.EndsWith(inner, StringComparison.Ordinal)) is { } deeper)
            return $"Move the content of '{deeper.Path[..^inner.Length]}' up.";
        return folder.Files.FirstOrDefault(file => PluginDiscovery.IsPacked(file.Content)) is { } packed
            ? $"Unpack '{packed.Path}' there."
            : "Put the plugin's whole build output there, or take the folder away.";
    }

    private static string? Choose(PluginFolder folder, PluginManifest manifest, PluginProblemList problems, string manifestPath, int? line)
    {
        string[] own = [.. folder.Files.Where(file => file.IsAssemblyFile && !file.Path.Contains('/') && !IsContractsFile(file.Path)).Select(file => file.Path)];
        if (manifest.Assembly is { } named)
        {
            if (folder.Find(named) is not null)
                return named;
            if (folder.IsRefused(named))
                return null;
            problems.Add(PluginProblemCodes.FileMissing, $"'assembly' names '{named}', which is not in the folder.",
                own.Length == 0 ? "Put the plugin's whole build output there." : $"It has {string.Join(", ", own.Take(5))}.", manifestPath, line);
            return null;
        }

        string byFolder = Path.GetFileName(folder.Path) + ".dll";
        if (own.Contains(byFolder))
            return byFolder;

        // The build writes a .deps.json for the plugin and none for what it depends on.
        string[] described = [.. own.Where(name => folder.Find(Path.ChangeExtension(name, ".deps.json")) is not null)];
        if (described.Length == 1)
            return described[0];
        if (own.Length == 1)
            return own[0];
        if (own.Length == 0 && folder.AnyRefused)
            return null;
        problems.Add(PluginProblemCodes.AssemblyUndecided, own.Length == 0
            ? "The folder holds no assembly."
            : $"The manifest names no assembly and the folder has several: {string.Join(", ", own)}.",
            own.Length == 0 ? "Put the plugin's whole build output there." : "Add \"assembly\" to the manifest.", manifestPath);
        return null;
    }

    private static ContractVersion? CheckAssemblies(
        PluginFolder folder, PluginManifest? manifest, string? assembly, ContractVersion host, PluginProblemList problems, string manifestPath, int? entryLine)
    {
        ContractVersion? newest = null;
        bool mainRead = false;
        foreach (PluginFile file in folder.Files)
        {
            // A copy of the contracts is never used, and satellites hold no code.
            if (!file.IsAssemblyFile || IsContractsFile(file.Path) || file.Path.EndsWith(".resources.dll", StringComparison.OrdinalIgnoreCase))
                continue;
            bool main = file.Path == assembly;
            AssemblyFacts? facts;
            string path = folder.FullPath(file.Path);
            try
            {
                facts = AssemblyFacts.Read(file, looksForEntries: main, manifest?.Entry);
            }
            catch (BadImageFormatException)
            {
                facts = null;
            }

            if (facts is null)
            {
                // Beside the plugin's own assembly a file that ends in .dll may be native code, for this system or another one: those are looked at elsewhere.
                bool beside = !file.Path.Contains('/');
                if (main && NativeImage.Read(file.Content) is { } native)
                    problems.Add(PluginProblemCodes.NotAnAssembly, $"'{file.Path}' is a native library for {native}, not a .NET assembly.", "Name the assembly with the entry in \"assembly\" of the manifest; native libraries go into a folder that \"native\" names.", path);
                else if (main || (beside && NativeImage.Read(file.Content) is null))
                    problems.Add(PluginProblemCodes.NotAnAssembly, $"'{file.Path}' is no .NET assembly, or a damaged one.", "Copy it again from a finished build.", path);
                continue;
            }

            CheckReferences(facts, problems, path);
            CheckFramework(facts, problems, path);
            mainRead |= main;

            // Below runtimes there may be assemblies for every system; the runtime takes the one for this.
            if (!file.Path.StartsWith("runtimes/", StringComparison.Ordinal))
                CheckArchitecture(facts, problems, path);
            if (main)
                CheckEntry(facts, manifest!.Entry, problems, manifestPath, entryLine);

            foreach ((string name, Version version) in facts.References)
            {
                if (!HostNames.IsContracts(name))
                    continue;
                ContractVersion built = ContractVersion.From(version);
                CheckContract(facts.Name, built, host, problems, path);
                if (newest is not { } known || (built.Major, built.Minor).CompareTo((known.Major, known.Minor)) > 0)
                    newest = built;
            }
        }

        if (newest is null && mainRead)
            problems.Add(PluginProblemCodes.NoContract, $"'{assembly}' does not reference {HostNames.Contracts}.", $"A plugin is built against {HostNames.Contracts} and implements IPlugin.", folder.FullPath(assembly!));
        return newest;
    }

    private static void CheckContract(string name, ContractVersion built, ContractVersion host, PluginProblemList problems, string path)
    {
        if (host.Accepts(built))
            return;
        if (built.Major == host.Major)
        {
            problems.Add(PluginProblemCodes.ContractNewerMinor, $"'{name}' needs contract {built}, the host offers {host}.",
                $"Update the host to one with contract {built}, or build the plugin against {HostNames.Contracts} {host}.", path);
        }
        else
        {
            problems.Add(PluginProblemCodes.ContractOtherMajor, $"'{name}' was built against contract {built}, the host offers {host}: plugins of another major version do not run.",
                built.Major > host.Major
                    ? $"Update the host to one with contract {built}, or build the plugin against {HostNames.Contracts} {host}."
                    : $"Build the plugin against {HostNames.Contracts} {host}.", path);
        }
    }

    private static void CheckReferences(AssemblyFacts facts, PluginProblemList problems, string path)
    {
        if (HostNames.IsReserved(facts.Name))
            problems.Add(PluginProblemCodes.ReservedName, $"The assembly is named '{facts.Name}': names that begin with Twin belong to the host.", "Rename it if it is yours, or take it out of the folder.", path);
        foreach ((string name, _) in facts.References)
        {
            if (HostNames.IsReserved(name))
            {
                problems.Add(PluginProblemCodes.ReferencesHost, $"'{facts.Name}' references '{name}', an assembly of the host.",
                    $"A plugin references {HostNames.Contracts} only; take what it offers, or bring your own.", path);
            }
        }
    }

    private static void CheckFramework(AssemblyFacts facts, PluginProblemList problems, string path)
    {
        if (facts.TargetFramework is not { } framework)
            return;
        string[] parts = framework.Split(",Version=v");
        Version host = new(Environment.Version.Major, Environment.Version.Minor);
        bool known = parts.Length == 2 && parts[0] is ".NETCoreApp" or ".NETStandard";
        if (known && Version.TryParse(parts[1], out Version? wanted) && (parts[0] == ".NETStandard" || wanted <= host))
            return;
        problems.Add(PluginProblemCodes.TargetFramework, $"'{facts.Name}' is built for {framework}, the host runs .NET {host}.",
            $"Set <TargetFramework>net{host}</TargetFramework>{(known ? ", or update the host" : string.Empty)}.", path);
    }

    private static void CheckArchitecture(AssemblyFacts facts, PluginProblemList problems, string path)
    {
        Machine host = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => Machine.Amd64,
            Architecture.X86 => Machine.I386,
            Architecture.Arm64 => Machine.Arm64,
            Architecture.Arm => Machine.ArmThumb2,
            _ => Machine.Unknown,
        };

        if (facts.IsMixed)
        {
            problems.Add(PluginProblemCodes.MixedCode, $"'{facts.Name}' has native code linked into it (C++/CLI for {facts.Machine}), which no plugin context can load.",
                "Put the native code into a library of its own and call it with DllImport.", path);
            return;
        }

        // Precompiled images for another system than Windows carry the machine combined with a constant of that system
        // (dotnet/runtime, docs/design/coreclr/botr/readytorun-format.md): Linux 0x7B79, Apple 0x4644, FreeBSD 0xADC4.
        ushort system = OperatingSystem.IsLinux() ? (ushort)0x7B79 : OperatingSystem.IsMacOS() ? (ushort)0x4644 : OperatingSystem.IsFreeBSD() ? (ushort)0xADC4 : (ushort)0;
        if (facts.IsPortable || host == Machine.Unknown || facts.Machine == host || (ushort)facts.Machine == ((ushort)host ^ system))
            return;
        string machine = Enum.IsDefined(facts.Machine) ? facts.Machine.ToString() : $"0x{(ushort)facts.Machine:X4} (another operating system)";
        problems.Add(PluginProblemCodes.Architecture, $"'{facts.Name}' is built for the processor {machine}, the host runs on {host}.",
            "Build it with <PlatformTarget>AnyCPU</PlatformTarget>.", path);
    }

    private static void CheckEntry(AssemblyFacts facts, string entry, PluginProblemList problems, string manifestPath, int? line)
    {
        string? hint = facts.Candidates.Count == 0 ? null : $"Name the class that is the entry: it has {string.Join(", ", facts.Candidates.Take(5))}.";
        if (facts.Entry is null)
        {
            problems.Add(PluginProblemCodes.EntryMissing, $"'{facts.Name}' has no type '{entry}'.", hint ?? "Write namespace and name of the class that implements IPlugin.", manifestPath, line);
            return;
        }

        if (facts.Candidates.Count > 0)
        {
            problems.Add(PluginProblemCodes.SeveralEntries, $"'{facts.Name}' has more public types that implement IPlugin than the entry '{entry}': {string.Join(", ", facts.Candidates.Order(StringComparer.Ordinal).Take(5))}{(facts.Candidates.Count > 5 ? ", ..." : string.Empty)}.",
                "Keep one public and make the others internal, or give each plugin an assembly and a folder of its own.", manifestPath, line);
        }

        if (facts.Entry.IsPlugin == false)
            problems.Add(PluginProblemCodes.EntryNotAPlugin, $"The entry type '{entry}' does not implement IPlugin.", hint ?? "Implement it, or name the class that does.", manifestPath, line);
        if (!facts.Entry.IsPublic)
            problems.Add(PluginProblemCodes.EntryNotPublic, $"The entry type '{entry}' is not public.", hint ?? "Make it public sealed.", manifestPath, line);
        if (!facts.Entry.IsConcrete)
            problems.Add(PluginProblemCodes.EntryNotCreatable, $"The entry type '{entry}' is abstract, generic or an interface.", hint ?? "Name a public sealed class that implements IPlugin.", manifestPath, line);
        else if (!facts.Entry.HasConstructor)
            problems.Add(PluginProblemCodes.EntryNotCreatable, $"The entry type '{entry}' has no public constructor without parameters.", hint ?? "Give it one: the host has nothing to hand to it.", manifestPath, line);
    }

    private static bool IsContractsFile(string path) => HostNames.IsContracts(Path.GetFileNameWithoutExtension(path));
}
