using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Twin.Contracts;
using static Twin.Plugins.PluginProblemCodes;
using Processor = System.Runtime.InteropServices.Architecture;

namespace Twin.Plugins.Tests;

/// <summary>Every way in which a plugin is refused: none of them may run, none may hang the host or keep another plugin out.</summary>
internal static class BadPlugins
{
    private const string Good = "\"id\": \"a.b\", \"vendor\": \"V\", \"version\": \"1.0\", \"entry\": \"Fixture.Parts.GoodPlugin\"";
    private static readonly ECDsa Key = PluginSigner.NewKey();
    private static readonly ECDsa OtherKey = PluginSigner.NewKey();

    /// <summary>All of them, in the order in which a host looks.</summary>
    public static IReadOnlyList<BadPlugin> All { get; } = [.. Places(), .. Files(), .. Manifests(), .. Signatures(), .. Assemblies(), .. Natives(), .. Entries(), .. Together()];

    /// <summary>Makes options that trust <see cref="Key"/> alone.</summary>
    public static PluginLoadOptions Trusting(PluginLoadOptions options) => options with { TrustedKeys = [KeyOf(Key)] };

    /// <summary>The public part of a key, through the file that a host reads it from.</summary>
    public static PublisherKey KeyOf(ECDsa key)
    {
        string directory = Directory.CreateTempSubdirectory("twin-plugins-keys-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(directory, "lab.pem"), key.ExportSubjectPublicKeyInfoPem());
            List<string> problems = [];
            PublisherKey read = Assert.Single(PublisherKey.ReadDirectory(directory, problems));
            Assert.Empty(problems);
            return read;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Signs a folder with the key that <see cref="Trusting"/> trusts, and returns what was wrong.</summary>
    public static IReadOnlyList<PluginProblem> Sign(string folder) => PluginSigner.Sign(folder, Key).Problems;

    // What lies where a plugin folder should be.
    private static IEnumerable<BadPlugin> Places()
    {
        yield return new("zip-in-place-of-a-folder", NotAFolder, ["'laser.zip' is a file"], shop => File.WriteAllText(Path.Combine(shop.Plugins, "laser.zip"), "PK\u0003\u0004"));
        yield return new("zip-under-another-name", NotAFolder, ["'laser.twin' is a file"], shop => File.WriteAllText(Path.Combine(shop.Plugins, "laser.twin"), "PK\u0003\u0004...."));
        yield return new("bare-assembly", NotAFolder, ["'Laser.dll' is a file"], shop => File.WriteAllText(Path.Combine(shop.Plugins, "Laser.dll"), "MZ"));
        yield return new("folder-without-manifest", NotAPlugin, ["no plugin.json"], shop => shop.Empty("bad"));
        yield return new("folder-with-a-zip-in-it", NotAPlugin, ["no plugin.json"], shop => File.WriteAllText(Path.Combine(shop.Empty("bad"), "laser.zip"), "PK\u0003\u0004...."));
        yield return new("folder-in-a-folder", NotAPlugin, ["no plugin.json"], shop => Directory.Move(shop.Folder("GoodPlugin"), Path.Combine(shop.Empty("outer"), "inner")));
        yield return new("folder-is-a-link", Link, ["'bad' is a link to", "elsewhere"], shop =>
        {
            Directory.Move(shop.Folder("GoodPlugin"), Path.Combine(shop.Root, "elsewhere"));
            Directory.CreateSymbolicLink(Path.Combine(shop.Plugins, "bad"), Path.Combine(shop.Root, "elsewhere"));
        });
        yield return new("folder-too-large", TooLarge, ["bytes, more than the limit of 300000"], shop => Sparse(shop.Folder("GoodPlugin"), "bulk.bin", 400_000), options => options with { MaximumFolderBytes = 300_000 });
        yield return new("too-many-files", TooLarge, ["more than 40 files"], shop => Many(shop.Folder("GoodPlugin"), 41), options => options with { MaximumFiles = 40 });
        yield return new("too-many-folders", TooLarge, ["more than 40 files"], shop => Many(shop.Folder("GoodPlugin"), 41, folders: true), options => options with { MaximumFiles = 40 });
    }

    // Entries of a plugin folder that are no plain files.
    private static IEnumerable<BadPlugin> Files()
    {
        yield return new("file-is-a-link-out", Link, ["'notes.txt' is a link to", "passwd"], shop => File.CreateSymbolicLink(Path.Combine(shop.Folder("GoodPlugin"), "notes.txt"), "/etc/passwd"));
        yield return new("file-is-a-link-inside", Link, ["'copy.dll' is a link to 'Fixture.Parts.dll'"], shop => File.CreateSymbolicLink(Path.Combine(shop.Folder("GoodPlugin"), "copy.dll"), "Fixture.Parts.dll"));
        yield return new("subfolder-is-a-link-out", Link, ["'lib' is a link"], shop => Directory.CreateSymbolicLink(Path.Combine(shop.Folder("GoodPlugin"), "lib"), shop.Root));
        yield return new("link-to-itself", Link, ["'loop' is a link"], shop => Directory.CreateSymbolicLink(Path.Combine(shop.Folder("GoodPlugin"), "loop"), "."));
        yield return new("manifest-is-a-link", Link, ["'plugin.json' is a link"], shop => ReplaceByLink(shop, "plugin.json"));
        yield return new("assembly-is-a-link", Link, ["'Fixture.Parts.dll' is a link"], shop =>
        {
            ReplaceByLink(shop, "Fixture.Parts.dll");
            PluginWorkshop.Manifest(Path.Combine(shop.Plugins, "fixture.part"), "{" + Good + ", \"assembly\": \"Fixture.Parts.dll\"}");
        });
        if (OperatingSystem.IsWindows())
            yield break;
        yield return new("pipe-in-the-folder", SpecialFile, ["'feed' is a pipe"], shop => UnixEntries.Pipe(Path.Combine(shop.Folder("GoodPlugin"), "feed")));
        yield return new("manifest-is-a-pipe", SpecialFile, ["'plugin.json' is a pipe"], shop => UnixEntries.Pipe(Removed(shop.Folder("GoodPlugin"), "plugin.json")));
        yield return new("assembly-is-a-pipe", SpecialFile, ["'Fixture.Library.dll' is a pipe"], shop => UnixEntries.Pipe(Removed(shop.Folder("GoodPlugin"), "Fixture.Library.dll")));
        yield return new("socket-in-the-folder", SpecialFile, ["'talk' is a socket"], shop => shop.AtEnd(UnixEntries.Socket(Path.Combine(shop.Folder("GoodPlugin"), "talk")).Dispose));
        yield return new("name-with-a-backslash", BadFileName, ["'..\\up.dll' has a name with a backslash"], shop => File.WriteAllText(Path.Combine(shop.Folder("GoodPlugin"), "..\\up.dll"), "x"));
        yield return new("name-with-a-line-feed", BadFileName, ["a control character"], shop => File.WriteAllText(Path.Combine(shop.Folder("GoodPlugin"), "a\nb"), "x"));
        if (!OperatingSystem.IsMacOS())
            yield return new("name-that-is-no-text", BadFileName, ["bytes that are no text"], shop => shop.AtEnd(UnixEntries.Unnameable(shop.Folder("GoodPlugin"))));

        // Who may do everything may read everything.
        if (!Environment.IsPrivilegedProcess)
            yield return new("unreadable-file", Unreadable, ["'Fixture.Library.dll' cannot be read"], shop => UnixEntries.Lock(Path.Combine(shop.Folder("GoodPlugin"), "Fixture.Library.dll")));
    }

    private static IEnumerable<BadPlugin> Manifests()
    {
        BadPlugin Manifest(string name, string code, string words, string text) => new(name, code, [words], shop => PluginWorkshop.Manifest(shop.Folder("GoodPlugin"), text));
        yield return Manifest("manifest-empty", ManifestNotJson, "not JSON", "");
        yield return Manifest("manifest-is-a-list", ManifestNotJson, "not a JSON object", "[]");
        yield return Manifest("manifest-cut-off", ManifestNotJson, "not JSON", "{" + Good);
        yield return Manifest("manifest-unknown-key", ManifestUnknownKey, "no key 'author'", "{" + Good + ", \"author\": \"me\"}");
        yield return Manifest("manifest-key-twice", ManifestDuplicateKey, "'id' is given twice", "{" + Good + ", \"id\": \"a.c\"}");
        yield return Manifest("manifest-key-missing", ManifestMissingKey, "'vendor' is missing", "{\"id\": \"a.b\", \"version\": \"1.0\", \"entry\": \"Fixture.Parts.GoodPlugin\"}");
        yield return Manifest("manifest-bad-id", ManifestBadValue, "'id' is 'Laser'", "{" + Good.Replace("a.b", "Laser", StringComparison.Ordinal) + "}");
        yield return Manifest("manifest-bad-version", ManifestBadValue, "'version' is 'latest'", "{" + Good.Replace("1.0", "latest", StringComparison.Ordinal) + "}");
        yield return Manifest("manifest-path-up", PathOutside, "'../../other/x.dll'", "{" + Good + ", \"assembly\": \"../../other/x.dll\"}");
        yield return Manifest("manifest-path-absolute", PathOutside, "'/usr/lib/x.dll'", "{" + Good + ", \"assembly\": \"/usr/lib/x.dll\"}");
        yield return Manifest("manifest-path-with-a-drive", PathOutside, "'C:x.dll'", "{" + Good + ", \"assembly\": \"C:x.dll\"}");
        yield return Manifest("native-path-up", PathOutside, "'native/../../..'", "{" + Good + ", \"native\": [\"native/../../..\"]}");
        yield return Manifest("native-folder-missing", FileMissing, "'native'", "{" + Good + ", \"native\": [\"native\"]}");
        yield return Manifest("assembly-missing", FileMissing, "'None.dll', which is not in the folder", "{" + Good + ", \"assembly\": \"None.dll\"}");
        yield return new("manifest-of-100-MB", TooLarge, ["The manifest has 104857600 bytes, more than the limit of 65536; it was not read"], shop => Sparse(shop.Folder("GoodPlugin"), "plugin.json", 100L * 1024 * 1024));

        // Larger than any array: who tried to read it whole would say something else.
        yield return new("manifest-of-100-GB", TooLarge, ["The manifest has 107374182400 bytes"], shop => Sparse(shop.Folder("GoodPlugin"), "plugin.json", 100L << 30), options => options with { MaximumFolderBytes = long.MaxValue });
        yield return new("assembly-undecided", AssemblyUndecided, ["several: Fixture.Library.dll, Fixture.Parts.dll"], shop => File.Delete(Path.Combine(shop.Folder("GoodPlugin"), "Fixture.Parts.deps.json")));
    }

    private static IEnumerable<BadPlugin> Signatures()
    {
        yield return new("unsigned", Unsigned, ["not signed", "no plugin.sig.json"], shop => shop.Folder("GoodPlugin"), Trusting);
        yield return new("signed-with-an-unknown-key", UnknownPublisher, [KeyOf(OtherKey).Id, "none of the 1"], shop => Signed(shop, OtherKey), Trusting);
        yield return new("signed-in-anothers-name", SignatureWrong, ["not one of the key 'lab.pem'"], shop =>
        {
            string signature = Path.Combine(Signed(shop, OtherKey), "plugin.sig.json");
            File.WriteAllText(signature, File.ReadAllText(signature).Replace(KeyOf(OtherKey).Id, KeyOf(Key).Id, StringComparison.Ordinal));
        }, Trusting);
        yield return new("signature-is-no-signature", SignatureWrong, ["not one of the key 'lab.pem'"], shop => Edit(shop, text => text[..text.LastIndexOf(": \"", StringComparison.Ordinal)] + ": \"AAAA\"\n}\n"), Trusting);
        yield return new("file-altered-after-signing", FileAltered, ["'Fixture.Library.dll' is not as it was signed"], shop => File.AppendAllText(Path.Combine(Signed(shop, Key), "Fixture.Library.dll"), " "), Trusting);
        yield return new("file-added-after-signing", FileAdded, ["'extra.txt' is not among the"], shop => File.WriteAllText(Path.Combine(Signed(shop, Key), "extra.txt"), "x"), Trusting);
        yield return new("file-gone-after-signing", FileGone, ["'de/Fixture.Parts.resources.dll' was signed and is not in the folder"], shop => File.Delete(Path.Combine(Signed(shop, Key), "de", "Fixture.Parts.resources.dll")), Trusting);
        yield return new("list-altered-with-the-file", SignatureWrong, ["over the list of files"], shop =>
        {
            string folder = Signed(shop, Key);
            string library = Path.Combine(folder, "Fixture.Library.dll");
            string Hash() => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(library)));
            string before = Hash();
            File.AppendAllText(library, " ");
            string signature = Path.Combine(folder, "plugin.sig.json");
            File.WriteAllText(signature, File.ReadAllText(signature).Replace(before, Hash(), StringComparison.Ordinal));
        }, Trusting);
        yield return new("altered-where-nobody-asks-for-signatures", FileAltered, ["'Fixture.Library.dll' is not as it was signed"], shop => File.AppendAllText(Path.Combine(Signed(shop, Key), "Fixture.Library.dll"), " "));
        yield return new("signature-not-json", SignatureMalformed, ["not JSON"], shop => Edit(shop, text => text[..20]), Trusting);
        yield return new("signature-of-a-newer-format", SignatureMalformed, ["'twin-plugin-signature-2'"], shop => Edit(shop, text => text.Replace("signature-1", "signature-2", StringComparison.Ordinal)), Trusting);
        yield return new("signature-lists-a-file-twice", SignatureMalformed, ["not JSON"], shop => Edit(shop, text => text.Replace("\"files\": {", $"\"files\": {{ \"plugin.json\": \"{new string('0', 64)}\",", StringComparison.Ordinal)), Trusting);
        yield return new("signature-lists-a-path-outside", PathOutside, ["'../plugin.json'"], shop => Edit(shop, text => text.Replace("\"plugin.json\"", "\"../plugin.json\"", StringComparison.Ordinal)), Trusting);
        yield return new("signature-of-100-MB", TooLarge, ["signature file has 104857600 bytes"], shop => Sparse(Signed(shop, Key), "plugin.sig.json", 100L * 1024 * 1024), Trusting);
    }

    private static IEnumerable<BadPlugin> Assemblies()
    {
        yield return new("assembly-empty", NotAnAssembly, ["'Fixture.Parts.dll' is no .NET assembly"], shop => File.WriteAllBytes(Parts(shop), []));
        yield return new("assembly-cut-off", NotAnAssembly, ["'Fixture.Parts.dll' is no .NET assembly"], shop => File.WriteAllBytes(Parts(shop), File.ReadAllBytes(Parts(shop))[..1000]));
        yield return new("dependency-damaged", NotAnAssembly, ["'Fixture.Library.dll' is no .NET assembly"], shop => File.WriteAllText(Path.Combine(shop.Folder("GoodPlugin"), "Fixture.Library.dll"), "MZ and no more"));
        yield return new("native-library-poses-as-assembly", NotAnAssembly, ["'Fixture.Parts.dll' is a native library for Linux on Arm64"], shop => File.WriteAllBytes(Parts(shop), NativeFiles.Elf(Processor.Arm64)));
        yield return new("newer-contract", ContractNewerMinor, ["'Fixture.Parts' needs contract 0.9, the host offers 0.7"], shop => PluginWorkshop.ReferenceContract(Parts(shop), new Version(0, 9)), options => options with { HostContract = new ContractVersion(0, 7) });
        yield return new("other-contract-major", ContractOtherMajor, ["built against contract 7.0"], shop => PluginWorkshop.ReferenceContract(Parts(shop), new Version(7, 0)));
        yield return new("newer-framework", TargetFramework, [".NETCoreApp,Version=v99.0"], shop => PluginWorkshop.Patch(Parts(shop), Encoding.ASCII.GetBytes($".NETCoreApp,Version=v{Environment.Version.Major}.0"), ".NETCoreApp,Version=v99.0"u8));
        yield return new("other-framework", TargetFramework, ["Silverlightxx,Version=v5."], shop => PluginWorkshop.Patch(Parts(shop), Encoding.ASCII.GetBytes($".NETCoreApp,Version=v{Environment.Version.Major}.0"), "Silverlightxx,Version=v5."u8));
        yield return new("other-processor", PluginProblemCodes.Architecture, ["'Fixture.Parts' is built for the processor"], shop => Retarget(Parts(shop), (Machine)0x0166, native: null));
        yield return new("dependency-for-another-processor", PluginProblemCodes.Architecture, ["'Fixture.Library' is built for the processor"], shop => Retarget(Path.Combine(shop.Folder("GoodPlugin"), "Fixture.Library.dll"), (Machine)0x0166, native: null));
        yield return new("precompiled-for-another-processor", PluginProblemCodes.Architecture, ["'Fixture.Parts' is built for the processor"], shop => Retarget(Parts(shop), (Machine)((ushort)(NativeFiles.Other == Processor.Arm64 ? Machine.Arm64 : Machine.Amd64) ^ 0x7B79), native: true));
        yield return new("mixed-mode-assembly", MixedCode, ["'Fixture.Parts' has native code linked into it"], shop => Retarget(Parts(shop), Machine.Amd64, native: false));
        yield return new("references-the-engine", ReferencesHost, ["'Fixture.ReferencesEngine' references 'Twin.Engine'"], shop =>
        {
            string folder = shop.Empty("bad");
            File.Copy(PluginWorkshop.Fixture("ReferencesEngine", "Fixture.ReferencesEngine.dll"), Path.Combine(folder, "Fixture.ReferencesEngine.dll"));
            PluginWorkshop.Manifest(folder, "{" + Good.Replace("Fixture.Parts.GoodPlugin", "Fixture.ReferencesEngine.EnginePlugin", StringComparison.Ordinal) + "}");
        });
        yield return new("brings-an-assembly-of-the-host", ReservedName, ["named 'Twin.Plugins'"], shop => File.Copy(typeof(PluginCatalog).Assembly.Location, Path.Combine(shop.Folder("GoodPlugin"), "Twin.Plugins.dll")));
    }

    private static IEnumerable<BadPlugin> Natives()
    {
        string other = NativeFiles.Other.ToString();
        yield return new("native-for-another-processor", NativeArchitecture, ["'native/libdsp.so' is built for", $"on {other}"], shop => Native(shop, "native/libdsp.so", NativeFiles.Own(NativeFiles.Other)));
        yield return new("native-for-another-system", NativeArchitecture, ["'native/dsp.dll' is built for"], shop => Native(shop, "native/dsp.dll", NativeFiles.Foreign()));
        yield return new("native-under-the-wrong-identifier", NativeArchitecture, [$"on {other}", "this host runs"], shop => Native(shop, $"runtimes/{NativeFiles.Rid(RuntimeInformation.ProcessArchitecture)}/native/libdsp.so", NativeFiles.Own(NativeFiles.Other)));
        yield return new("native-beside-the-manifest-for-another-system", NativeArchitecture, ["'dsp.dll' is built for"], shop => Native(shop, "dsp.dll", NativeFiles.Foreign()));
        yield return new("native-for-others-only", NativeMissing, [$"for {NativeFiles.OtherSystem}-arm64, {NativeFiles.OtherSystem}-x64 and none for this host"], shop =>
        {
            Native(shop, $"runtimes/{NativeFiles.OtherSystem}-x64/native/dsp.dll", NativeFiles.Foreign());
            Native(shop, $"runtimes/{NativeFiles.OtherSystem}-arm64/native/dsp.dll", NativeFiles.Foreign());
        });
        yield return new("native-damaged", NotALibrary, ["'native/libdsp.so' is no native library"], shop => Native(shop, "native/libdsp.so", "not at all"u8.ToArray()));
        yield return new("native-cut-off", NotALibrary, ["'native/libdsp.so' is no native library"], shop => Native(shop, "native/libdsp.so", NativeFiles.Elf(RuntimeInformation.ProcessArchitecture)[..10]));
    }

    private static IEnumerable<BadPlugin> Entries()
    {
        BadPlugin Entry(string name, string code, string words, string entry) => new(name, code, [words], shop => shop.Folder(entry));
        yield return Entry("entry-missing", EntryMissing, "no type 'Fixture.Parts.Nowhere'", "Nowhere");
        yield return Entry("entry-not-public", EntryNotPublic, "'Fixture.Parts.HiddenPlugin' is not public", "HiddenPlugin");
        yield return Entry("entry-is-no-plugin", EntryNotAPlugin, "'Fixture.Parts.NoPlugin' does not implement IPlugin", "NoPlugin");
        yield return Entry("entry-abstract", EntryNotCreatable, "'Fixture.Parts.AbstractPlugin' is abstract", "AbstractPlugin");
        yield return Entry("entry-wants-arguments", EntryNotCreatable, "no public constructor without parameters", "NeedyPlugin");
        yield return new("several-entries", SeveralEntries, ["more public types that implement IPlugin than the entry 'Fixture.Parts.GoodPlugin'", "Fixture.Parts.DerivedPlugin"], shop => shop.Folder("GoodPlugin", onlyEntry: false));
        yield return Entry("constructor-throws", ConstructorThrew, "no licence for this machine", "ThrowingConstructorPlugin");
        yield return Entry("initializer-throws", RegisterThrew, "FormatException", "ThrowingInitializerPlugin");
        yield return Entry("register-throws-what-throws-again", RegisterThrew, "RudeException: (its message threw InvalidOperationException)", "ThrowingRegisterPlugin");
        yield return Entry("registers-nothing", NoKind, "registered no component kind", "SilentPlugin");
        yield return Entry("kind-malformed", BadKind, "'Laser' is no name for a kind", "MalformedKindPlugin");
        yield return Entry("kind-twice", BadKind, "'fixture.twice' is registered twice", "TwiceKindPlugin");
        yield return Entry("reaches-for-the-host-by-name", Dependency, "'Twin.Plugins' is an assembly of the host", "ReachingPlugin");
        yield return Entry("borrows-a-package-of-the-host", Dependency, "'xunit.assert,", "BorrowingPlugin");
        yield return new("dependency-missing", Dependency, ["Fixture.Library, Version=1.0.0.0"], shop => shop.Folder("LibraryPlugin", withLibrary: false));
        yield return new("dependencies-file-damaged", Dependency, ["dependencies of 'Fixture.Parts.dll' cannot be read"], shop => File.WriteAllText(Path.Combine(shop.Folder("GoodPlugin"), "Fixture.Parts.deps.json"), "{"));
    }

    private static IEnumerable<BadPlugin> Together()
    {
        yield return new("two-with-one-id", DuplicateId, ["The id 'fixture.part' is also that of"], shop =>
        {
            shop.Folder("GoodPlugin", name: "one");
            shop.Folder("DerivedPlugin", name: "two");
        });
        yield return new("two-with-one-kind", DuplicateKind, ["is also registered by"], shop =>
        {
            shop.Folder("GoodPlugin", "fixture.one");
            shop.Folder("DerivedPlugin", "fixture.two");
        });
    }

    private static string Parts(PluginWorkshop shop)
    {
        string path = Path.Combine(shop.Plugins, "fixture.part", "Fixture.Parts.dll");
        if (!File.Exists(path))
            shop.Folder("GoodPlugin");
        return path;
    }

    private static string Signed(PluginWorkshop shop, ECDsa key)
    {
        string folder = shop.Folder("GoodPlugin");
        Assert.Empty(PluginSigner.Sign(folder, key).Problems);
        return folder;
    }

    private static void Edit(PluginWorkshop shop, Func<string, string> change)
    {
        string path = Path.Combine(Signed(shop, Key), "plugin.sig.json");
        string before = File.ReadAllText(path);
        string after = change(before);
        Assert.NotEqual(before, after);
        File.WriteAllText(path, after);
    }

    private static void Native(PluginWorkshop shop, string path, byte[] content)
    {
        string folder = Path.GetDirectoryName(Parts(shop))!;
        string file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
        if (path.StartsWith("native/", StringComparison.Ordinal))
            PluginWorkshop.Manifest(folder, "{" + Good + ", \"native\": [\"native\"]}");
    }

    private static void ReplaceByLink(PluginWorkshop shop, string name)
    {
        string file = Path.Combine(shop.Folder("GoodPlugin"), name);
        string target = Path.Combine(shop.Root, name);
        File.Move(file, target);
        File.CreateSymbolicLink(file, target);
    }

    private static string Removed(string folder, string name)
    {
        string file = Path.Combine(folder, name);
        File.Delete(file);
        return file;
    }

    // A length that takes no room on the disk.
    private static void Sparse(string folder, string name, long length)
    {
        using FileStream file = File.OpenWrite(Path.Combine(folder, name));
        file.SetLength(length);
    }

    private static void Many(string folder, int count, bool folders = false)
    {
        for (int i = 0; i < count; i++)
        {
            string path = Path.Combine(folder, $"more{i}");
            if (folders)
                Directory.CreateDirectory(path);
            else
                File.WriteAllText(path, string.Empty);
        }
    }

    // Says of an assembly that it is for a processor, and with 'native' also that it is not intermediate code alone: precompiled (true) or mixed (false).
    private static void Retarget(string assembly, Machine machine, bool? native)
    {
        byte[] image = File.ReadAllBytes(assembly);
        using PEReader pe = new(new MemoryStream([.. image]));
        BitConverter.TryWriteBytes(image.AsSpan(pe.PEHeaders.CoffHeaderStartOffset), (ushort)machine);
        if (native is { } precompiled)
        {
            // The .NET header has its flags at 16 and the place and size of native code at 64; ECMA-335 II.25.3.3.
            int header = pe.PEHeaders.CorHeaderStartOffset;
            image[header + 16] &= 0xFE;
            BitConverter.TryWriteBytes(image.AsSpan(header + 64), precompiled ? 0x2000 : 0);
            BitConverter.TryWriteBytes(image.AsSpan(header + 68), precompiled ? 64 : 0);
        }

        File.WriteAllBytes(assembly, image);
    }
}
