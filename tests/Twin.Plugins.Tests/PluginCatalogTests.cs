using System.Runtime.InteropServices;
using Twin.Contracts;

namespace Twin.Plugins.Tests;

public sealed class PluginCatalogTests : IDisposable
{
    private readonly PluginWorkshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public void Load_GoodPlugin_OffersItsKinds()
    {
        string folder = _workshop.Folder("GoodPlugin");

        using PluginCatalog catalog = _workshop.Load();

        Assert.Empty(catalog.Problems);
        LoadedPlugin plugin = Assert.Single(catalog.Plugins);
        Assert.Equal(("fixture.part", "Fixture Works", "1.2.0"), (plugin.Id, plugin.Vendor, plugin.Version));
        Assert.Equal(ContractVersion.Current, plugin.ContractVersion);
        Assert.Equal(folder, plugin.Folder);
        Assert.Equal(64, plugin.ContentHash.Length);
        Assert.Equal(["fixture.another", "fixture.part"], catalog.Kinds.Select(kind => kind.Kind));
        LoadedKind part = catalog.FindKind("fixture.part")!;
        Assert.Equal(("A part.", "fixture.part"), (part.Description, part.PluginId));
        Assert.Equal("size 1", PluginWorkshop.Make(part));
        Assert.Null(catalog.FindKind("fixture.none"));
    }

    [Fact]
    public void Load_EntryImplementsThroughBase_Loads()
    {
        _workshop.Folder("DerivedPlugin");

        using PluginCatalog catalog = _workshop.Load();

        Assert.Empty(catalog.Problems);
    }

    [Fact]
    public void Load_DirectoryIsAPluginFolder_LoadsIt()
    {
        string folder = _workshop.Folder("GoodPlugin");

        using PluginCatalog catalog = PluginCatalog.Load([folder, folder + Path.DirectorySeparatorChar], _workshop.Options);

        Assert.Empty(catalog.Problems);
        Assert.Single(catalog.Plugins);
    }

    [Fact]
    public void Load_DefaultShadowDirectory_Loads()
    {
        _workshop.Folder("GoodPlugin");

        using PluginCatalog catalog = _workshop.Load(new PluginLoadOptions());

        Assert.Empty(catalog.Problems);
    }

    [Fact]
    public void Load_OneBadAmongGood_LoadsTheGood()
    {
        _workshop.Folder("GoodPlugin");
        _workshop.Folder("ThrowingRegisterPlugin", "fixture.bad");

        using PluginCatalog catalog = _workshop.Load();

        Assert.Equal("fixture.part", Assert.Single(catalog.Plugins).Id);
        Assert.Equal("fixture.bad", Assert.Single(catalog.Problems).Plugin);
    }

    [Fact]
    public void Load_CopyOfContracts_SharesTheHosts()
    {
        string folder = _workshop.Folder("GoodPlugin");
        string copy = Path.Combine(folder, "Twin.Contracts.dll");
        File.Copy(typeof(IPlugin).Assembly.Location, copy);

        using PluginCatalog catalog = _workshop.Load();

        Assert.Empty(catalog.Problems);
        Assert.Equal("size 1", PluginWorkshop.Make(catalog.FindKind("fixture.part")!));
    }

    [Fact]
    public void Load_TwoVersionsOfOneLibrary_SideBySide()
    {
        _workshop.Folder("LibraryPlugin", "fixture.old");
        string newer = _workshop.Folder("LibraryPlugin", "fixture.new");
        File.Copy(PluginWorkshop.Fixture("Library2", "Fixture.Library.dll"), Path.Combine(newer, "Fixture.Library.dll"), overwrite: true);

        using PluginCatalog catalog = _workshop.Load();

        Assert.Empty(catalog.Problems);
        Assert.Equal(["library 1", "library 2"], catalog.Kinds.Select(kind => kind.Description));
    }

    [Fact]
    public void Load_OptionalAssemblyMissing_PluginGoesOnWithout()
    {
        _workshop.Folder("ProbingPlugin");

        using PluginCatalog catalog = _workshop.Load();

        Assert.Empty(catalog.Problems);
        Assert.Equal("without", Assert.Single(catalog.Kinds).Description);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Load_Satellite_IsFoundWithAndWithoutDependenciesFile(bool described)
    {
        string folder = _workshop.Folder("LocalizedPlugin");
        if (!described)
            File.Delete(Path.Combine(folder, "Fixture.Parts.deps.json"));
        PluginWorkshop.Manifest(folder, File.ReadAllText(Path.Combine(folder, "plugin.json")).Replace("}", ", \"assembly\": \"Fixture.Parts.dll\" }"));

        using PluginCatalog catalog = _workshop.Load();

        Assert.Empty(catalog.Problems);
        Assert.Equal("Hallo Hello", Assert.Single(catalog.Kinds).Description);
    }

    [Theory]
    [InlineData("vendor/lib", "\"native\": [\"vendor/lib\"]")]
    [InlineData("runtimes/RID/native", "\"native\": []")]
    [InlineData("", "\"native\": []")]
    public void Load_NativeLibrary_IsFound(string place, string manifest)
    {
        string folder = _workshop.Folder("NativePlugin");
        string native = Path.Combine(folder, place.Replace("RID", RuntimeInformation.RuntimeIdentifier));
        Directory.CreateDirectory(native);
        (string prefix, string suffix) = OperatingSystem.IsWindows() ? ("", ".dll") : OperatingSystem.IsMacOS() ? ("lib", ".dylib") : ("lib", ".so");

        // The framework's own compression library under another name: a native library that every machine with .NET has.
        string library = (OperatingSystem.IsWindows() ? "" : "lib") + "System.IO.Compression.Native" + suffix;
        File.Copy(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, library), Path.Combine(native, prefix + "fixturenative" + suffix));
        PluginWorkshop.Manifest(folder, File.ReadAllText(Path.Combine(folder, "plugin.json")).Replace("}", ", " + manifest + " }"));

        using PluginCatalog catalog = _workshop.Load();

        Assert.Empty(catalog.Problems);

        // Check value of CRC-32 for the text 123456789: Koopman and others' catalogue, "CRC-32/ISO-HDLC".
        Assert.Equal("cbf43926", Assert.Single(catalog.Kinds).Description);
    }

    [Fact]
    public void Load_NativesForManySystemsOursAmongThem_Loads()
    {
        string folder = _workshop.Folder("GoodPlugin");
        void Native(string path, byte[] content)
        {
            string file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, content);
        }

        Native($"runtimes/{NativeFiles.Rid(RuntimeInformation.ProcessArchitecture)}/native/libdsp.so.1.2", NativeFiles.Own(RuntimeInformation.ProcessArchitecture));
        Native($"runtimes/{NativeFiles.Rid(NativeFiles.Other)}/native/libdsp.so.1.2", NativeFiles.Own(NativeFiles.Other));
        Native($"runtimes/{NativeFiles.OtherSystem}-x64/native/dsp.dll", NativeFiles.Foreign());
        Native("runtimes/osx/native/libdsp.dylib", NativeFiles.Universal());
        Native("native/dsp.dll", NativeFiles.Foreign());
        Native("native/libdsp.so", NativeFiles.Own(RuntimeInformation.ProcessArchitecture));
        Native("native/table.dat", [1, 2, 3]);
        Native("docs/libdsp.so", [1, 2, 3]);
        PluginWorkshop.Manifest(folder, File.ReadAllText(Path.Combine(folder, "plugin.json")).Replace("}", ", \"native\": [\"native\"] }", StringComparison.Ordinal));

        using PluginCatalog catalog = _workshop.Load();

        Assert.Empty(catalog.Problems);
    }

    [Fact]
    public void Load_NativesOfTwoProcessorsUnderOneName_TakesTheFittingOne()
    {
        string folder = _workshop.Folder("NativePlugin");
        (string prefix, string suffix) = OperatingSystem.IsWindows() ? ("", ".dll") : OperatingSystem.IsMacOS() ? ("lib", ".dylib") : ("lib", ".so");
        string library = (OperatingSystem.IsWindows() ? "" : "lib") + "System.IO.Compression.Native" + suffix;
        foreach (string place in (string[])["other", "own"])
            Directory.CreateDirectory(Path.Combine(folder, place));
        File.WriteAllBytes(Path.Combine(folder, "other", prefix + "fixturenative" + suffix), NativeFiles.Own(NativeFiles.Other));
        File.Copy(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, library), Path.Combine(folder, "own", prefix + "fixturenative" + suffix));
        PluginWorkshop.Manifest(folder, File.ReadAllText(Path.Combine(folder, "plugin.json")).Replace("}", ", \"native\": [\"other\", \"own\"] }", StringComparison.Ordinal));

        using PluginCatalog catalog = _workshop.Load();

        Assert.Empty(catalog.Problems);
        Assert.Equal("cbf43926", Assert.Single(catalog.Kinds).Description);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(0, 3)]
    public void Load_OlderOrEqualMinor_Loads(int major, int hostMinor)
    {
        string folder = _workshop.Folder("GoodPlugin");
        PluginWorkshop.ReferenceContract(Path.Combine(folder, "Fixture.Parts.dll"), new Version(major, 2));

        using PluginCatalog catalog = _workshop.Load(_workshop.Options with { HostContract = new ContractVersion(major, hostMinor) });

        Assert.Empty(catalog.Problems);
        Assert.Equal(new ContractVersion(major, 2), Assert.Single(catalog.Plugins).ContractVersion);
    }

    [Fact]
    public void Create_WrongParameters_NamesBothTypes()
    {
        _workshop.Folder("GoodPlugin");
        using PluginCatalog catalog = _workshop.Load();

        ArgumentException exception = Assert.Throws<ArgumentException>(() => catalog.Kinds[0].Create("text"));

        Assert.Contains("Fixture.Parts.PartParameters", exception.Message, StringComparison.Ordinal);
        Assert.Contains("System.String", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EmptyFactoryPlugin", "returned no component")]
    [InlineData("LatePlugin", "during Register only")]
    public void Create_FactoryMisbehaves_Throws(string entry, string message)
    {
        _workshop.Folder(entry);
        using PluginCatalog catalog = _workshop.Load();

        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => PluginWorkshop.Make(catalog.Kinds[0]));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Single(catalog.Kinds);
    }
}
