using System.Text;
using Twin.Contracts;

namespace Twin.Plugins.Tests;

public sealed class PluginRefusalTests : IDisposable
{
    private readonly PluginWorkshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Theory]
    [InlineData("HiddenPlugin", PluginProblemCodes.EntryNotPublic, "'Fixture.Parts.HiddenPlugin' is not public")]
    [InlineData("Nowhere", PluginProblemCodes.EntryMissing, "no type 'Fixture.Parts.Nowhere'")]
    [InlineData("NoPlugin", PluginProblemCodes.EntryNotAPlugin, "does not implement IPlugin")]
    [InlineData("AbstractPlugin", PluginProblemCodes.EntryNotCreatable, "abstract")]
    [InlineData("NeedyPlugin", PluginProblemCodes.EntryNotCreatable, "no public constructor without parameters")]
    public void Load_WrongEntry_NamesItsLineInTheManifest(string entry, string code, string message)
    {
        string folder = _workshop.Folder(entry);

        PluginProblem problem = Assert.Single(_workshop.Refused());

        Assert.Equal(code, problem.Code);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Equal((Path.Combine(folder, "plugin.json"), 5), (problem.File, problem.Line));
    }

    [Fact]
    public void Load_MissingEntry_SuggestsWhatIsThere()
    {
        _workshop.Folder("Nowhere", onlyEntry: false);

        Assert.Contains("Fixture.Parts.", Assert.Single(_workshop.Refused()).Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ThrowingConstructorPlugin", PluginProblemCodes.ConstructorThrew, "InvalidOperationException: no licence for this machine")]
    [InlineData("ThrowingInitializerPlugin", PluginProblemCodes.RegisterThrew, "FormatException")]
    [InlineData("ThrowingRegisterPlugin", PluginProblemCodes.RegisterThrew, "RudeException: (its message threw InvalidOperationException)")]
    [InlineData("SilentPlugin", PluginProblemCodes.NoKind, "registered no component kind")]
    [InlineData("MalformedKindPlugin", PluginProblemCodes.BadKind, "'Laser' is no name for a kind")]
    [InlineData("TwiceKindPlugin", PluginProblemCodes.BadKind, "'fixture.twice' is registered twice")]
    [InlineData("ReachingPlugin", PluginProblemCodes.Dependency, "'Twin.Plugins' is an assembly of the host")]
    [InlineData("BorrowingPlugin", PluginProblemCodes.Dependency, "'xunit.assert,")]
    public void Load_PluginCodeFails_SaysWhat(string entry, string code, string message)
    {
        _workshop.Folder(entry);

        PluginProblem problem = Assert.Single(_workshop.Refused());

        Assert.Equal((code, "fixture.part"), (problem.Code, problem.Plugin));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MissingDependency_NamesIt()
    {
        _workshop.Folder("LibraryPlugin", withLibrary: false);

        PluginProblem problem = Assert.Single(_workshop.Refused());

        Assert.Equal(PluginProblemCodes.Dependency, problem.Code);
        Assert.Contains("Fixture.Library, Version=1.0.0.0", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1, PluginProblemCodes.ContractNewerMinor, "needs contract 0.2, the host offers 0.1", "Update the host to one with contract 0.2, or build the plugin against Twin.Contracts 0.1.")]
    [InlineData(1, 9, PluginProblemCodes.ContractOtherMajor, "was built against contract 0.2, the host offers 1.9", "Build the plugin against Twin.Contracts 1.9.")]
    public void Load_ContractDoesNotFit_RefusedWithCure(int hostMajor, int hostMinor, string code, string message, string hint)
    {
        string folder = _workshop.Folder("ThrowingConstructorPlugin");
        string assembly = Path.Combine(folder, "Fixture.Parts.dll");
        PluginWorkshop.ReferenceContract(assembly, new Version(0, 2));

        PluginProblem problem = Assert.Single(_workshop.Refused(_workshop.Options with { HostContract = new ContractVersion(hostMajor, hostMinor) }));

        Assert.Equal((code, hint, assembly), (problem.Code, problem.Hint, problem.File));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NewerMajor_RefusedWithCure()
    {
        string folder = _workshop.Folder("GoodPlugin");
        PluginWorkshop.ReferenceContract(Path.Combine(folder, "Fixture.Parts.dll"), new Version(7, 0));

        PluginProblem problem = Assert.Single(_workshop.Refused());

        Assert.Equal(PluginProblemCodes.ContractOtherMajor, problem.Code);
        Assert.StartsWith("Update the host to one with contract 7.0", problem.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NewerFramework_Refused()
    {
        string folder = _workshop.Folder("GoodPlugin");
        string host = $"v{Environment.Version.Major}.0";
        PluginWorkshop.Patch(Path.Combine(folder, "Fixture.Parts.dll"), Encoding.ASCII.GetBytes(".NETCoreApp,Version=" + host), ".NETCoreApp,Version=v99.0"u8);

        PluginProblem problem = Assert.Single(_workshop.Refused());

        Assert.Equal(PluginProblemCodes.TargetFramework, problem.Code);
        Assert.Contains(".NETCoreApp,Version=v99.0", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OtherProcessor_Refused()
    {
        string folder = _workshop.Folder("GoodPlugin");
        string assembly = Path.Combine(folder, "Fixture.Parts.dll");
        byte[] image = File.ReadAllBytes(assembly);

        // The machine follows the four bytes of the PE signature, whose offset stands at 0x3C; 0x0166 is MIPS, on which no host runs.
        BitConverter.TryWriteBytes(image.AsSpan(BitConverter.ToInt32(image, 0x3C) + 4), (ushort)0x0166);
        File.WriteAllBytes(assembly, image);

        Assert.Equal(PluginProblemCodes.Architecture, Assert.Single(_workshop.Refused()).Code);
    }

    [Fact]
    public void Load_ReferencesEngine_Refused()
    {
        string folder = _workshop.Empty("engine");
        File.Copy(PluginWorkshop.Fixture("ReferencesEngine", "Fixture.ReferencesEngine.dll"), Path.Combine(folder, "Fixture.ReferencesEngine.dll"));
        PluginWorkshop.Manifest(folder, """{ "id": "fixture.engine", "vendor": "V", "version": "1.0", "entry": "Fixture.ReferencesEngine.EnginePlugin" }""");

        PluginProblem problem = Assert.Single(_workshop.Refused());

        Assert.Equal(PluginProblemCodes.ReferencesHost, problem.Code);
        Assert.Contains("'Twin.Engine'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AssemblyOfTheHostAsPlugin_Refused()
    {
        string folder = _workshop.Empty("host");
        File.Copy(typeof(PluginCatalog).Assembly.Location, Path.Combine(folder, "Twin.Plugins.dll"));
        PluginWorkshop.Manifest(folder, """{ "id": "fixture.host", "vendor": "V", "version": "1.0", "entry": "Twin.Plugins.PluginCatalog" }""");

        Assert.Contains(_workshop.Refused(), problem => problem.Code == PluginProblemCodes.ReservedName);
    }

    [Fact]
    public void Load_NoContractReferenced_Refused()
    {
        string folder = _workshop.Empty("library");
        File.Copy(PluginWorkshop.Fixture("Library1", "Fixture.Library.dll"), Path.Combine(folder, "Fixture.Library.dll"));
        PluginWorkshop.Manifest(folder, """{ "id": "fixture.library", "vendor": "V", "version": "1.0", "entry": "Fixture.Library.Missing" }""");

        Assert.Equal([PluginProblemCodes.EntryMissing, PluginProblemCodes.NoContract], _workshop.Refused().Select(problem => problem.Code));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public void Load_DamagedAssembly_Refused(int length)
    {
        string folder = _workshop.Folder("GoodPlugin");
        string assembly = Path.Combine(folder, "Fixture.Parts.dll");
        File.WriteAllBytes(assembly, File.ReadAllBytes(assembly)[..length]);

        PluginProblem problem = Assert.Single(_workshop.Refused());

        Assert.Equal((PluginProblemCodes.NotAnAssembly, assembly), (problem.Code, problem.File));
    }

    [Fact]
    public void Load_AssemblyCutAnywhere_IsRefusedWithoutThrowing()
    {
        string folder = _workshop.Folder("GoodPlugin");
        string assembly = Path.Combine(folder, "Fixture.Parts.dll");
        byte[] whole = File.ReadAllBytes(assembly);

        // To 90 %: the last bytes are padding and relocations that nothing asks for.
        for (int part = 1; part <= 18; part++)
        {
            File.WriteAllBytes(assembly, whole[..(whole.Length * part / 20)]);

            Assert.All(_workshop.Refused(), problem => Assert.Contains(problem.Code, (string[])[PluginProblemCodes.NotAnAssembly, PluginProblemCodes.Dependency]));
        }
    }

    [Fact]
    public void Load_SameId_RefusesBoth()
    {
        _workshop.Folder("GoodPlugin", name: "one");
        _workshop.Folder("LibraryPlugin", name: "two");

        IReadOnlyList<PluginProblem> problems = _workshop.Refused();

        Assert.Equal(2, problems.Count);
        Assert.All(problems, problem => Assert.Equal(PluginProblemCodes.DuplicateId, problem.Code));
        Assert.Contains(Path.Combine(_workshop.Plugins, "two"), problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SameKind_RefusesBoth()
    {
        _workshop.Folder("GoodPlugin", "fixture.one");
        _workshop.Folder("DerivedPlugin", "fixture.two");

        IReadOnlyList<PluginProblem> problems = _workshop.Refused();

        Assert.Equal(4, problems.Count);
        Assert.All(problems, problem => Assert.Equal(PluginProblemCodes.DuplicateKind, problem.Code));
        Assert.Contains("'fixture.another' is also registered by 'fixture.two'", problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FolderWithoutManifest_IsNoPlugin()
    {
        _workshop.Empty("empty");

        Assert.Equal(PluginProblemCodes.NotAPlugin, Assert.Single(_workshop.Refused()).Code);
    }

    [Fact]
    public void Load_HiddenFoldersAndTexts_AreNoConcern()
    {
        _workshop.Empty(".git");
        File.WriteAllText(Path.Combine(_workshop.Plugins, "README.md"), "What lies here.");

        Assert.Empty(_workshop.Refused());
    }

    [Theory]
    [InlineData("laser.zip")]
    [InlineData("Laser.dll")]
    public void Load_FileInPlaceOfAFolder_Refused(string file)
    {
        File.WriteAllText(Path.Combine(_workshop.Plugins, file), "PK");

        PluginProblem problem = Assert.Single(_workshop.Refused());

        Assert.Equal((PluginProblemCodes.NotAFolder, file), (problem.Code, problem.Plugin));
    }

    [Fact]
    public void Add_FileOrNothing_SaysWhichItIs()
    {
        string file = Path.Combine(_workshop.Root, "laser.zip");
        File.WriteAllText(file, "PK");
        using PluginCatalog catalog = _workshop.Load();

        Assert.Equal(PluginProblemCodes.NotAFolder, Assert.Single(catalog.Add(file).Problems).Code);
        Assert.Equal(PluginProblemCodes.DirectoryMissing, Assert.Single(catalog.Add(file + "2").Problems).Code);
    }

    [Fact]
    public void Load_DirectoryNamedByTheOperatorIsALink_Loads()
    {
        _workshop.Folder("GoodPlugin");
        string link = Path.Combine(_workshop.Root, "current");
        Directory.CreateSymbolicLink(link, _workshop.Plugins);

        using PluginCatalog catalog = PluginCatalog.Load([link], _workshop.Options);

        Assert.Empty(catalog.Problems);
        Assert.Single(catalog.Plugins);
    }

    [Theory]
    [InlineData("zip", "Unpack 'laser.zip' there.")]
    [InlineData("nested", "Move the content of 'inner' up.")]
    public void Load_UnpackedWrongly_SaysWhatToDo(string how, string hint)
    {
        string folder = _workshop.Empty("outer");
        if (how == "zip")
            File.WriteAllText(Path.Combine(folder, "laser.zip"), "PK\u0003\u0004....");
        else
            Directory.Move(_workshop.Folder("GoodPlugin"), Path.Combine(folder, "inner"));

        Assert.Equal(hint, Assert.Single(_workshop.Refused()).Hint);
    }

    [Fact]
    public void Load_MissingDirectory_IsAProblem()
    {
        using PluginCatalog catalog = PluginCatalog.Load([Path.Combine(_workshop.Root, "nowhere")], _workshop.Options);

        Assert.Equal(PluginProblemCodes.DirectoryMissing, Assert.Single(catalog.Problems).Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Load_LinkInFolder_Refused(bool toFolder)
    {
        string folder = _workshop.Folder("GoodPlugin");
        string link = Path.Combine(folder, "link");
        if (toFolder)
            Directory.CreateSymbolicLink(link, _workshop.Root);
        else
            File.CreateSymbolicLink(link, Path.Combine(_workshop.Root, "elsewhere"));

        PluginProblem problem = Assert.Single(_workshop.Refused());

        Assert.Equal((PluginProblemCodes.Link, link), (problem.Code, problem.File));
    }

    [Fact]
    public void Load_HugeManifest_RefusedUnread()
    {
        string folder = _workshop.Folder("GoodPlugin");
        using (FileStream manifest = File.OpenWrite(Path.Combine(folder, "plugin.json")))
            manifest.SetLength(100L * 1024 * 1024);

        PluginProblem problem = Assert.Single(_workshop.Refused());

        Assert.Equal(PluginProblemCodes.TooLarge, problem.Code);
        Assert.Contains("manifest", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FolderBeyondLimits_Refused()
    {
        _workshop.Folder("GoodPlugin");

        Assert.Equal(PluginProblemCodes.TooLarge, Assert.Single(_workshop.Refused(_workshop.Options with { MaximumFolderBytes = 1000 })).Code);
        Assert.Equal(PluginProblemCodes.TooLarge, Assert.Single(_workshop.Refused(_workshop.Options with { MaximumFiles = 2 })).Code);
    }

    [Fact]
    public void Load_ShadowDirectoryIsAFile_IsAProblem()
    {
        _workshop.Folder("GoodPlugin");
        File.WriteAllText(_workshop.Shadow, "in the way");

        Assert.Equal(PluginProblemCodes.ShadowCopy, Assert.Single(_workshop.Refused()).Code);
    }
}
