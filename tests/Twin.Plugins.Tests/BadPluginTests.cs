namespace Twin.Plugins.Tests;

public sealed class BadPluginTests : IDisposable
{
    private readonly PluginWorkshop _workshop = new();

    public static TheoryData<string> Names => new(BadPlugins.All.Select(bad => bad.Name));

    public void Dispose() => _workshop.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Load_BadPluginBesideAGoodOne_IsDiagnosedAndTheGoodLoads(string name)
    {
        BadPlugin bad = BadPlugins.All.Single(item => item.Name == name);
        PluginLoadOptions options = bad.Options?.Invoke(_workshop.Options) ?? _workshop.Options;
        string good = _workshop.Folder("LibraryPlugin", "fixture.good");
        if (options.TrustedKeys is not null)
            Assert.Empty(BadPlugins.Sign(good));
        bad.Make(_workshop);

        using PluginCatalog catalog = _workshop.Load(options);

        Assert.NotEmpty(catalog.Problems);
        Assert.All(catalog.Problems, problem =>
        {
            Assert.True(problem.Code == bad.Code, problem.ToString());
            Assert.NotEqual("fixture.good", problem.Plugin);
            Assert.All(bad.Words, word => Assert.Contains(word, catalog.Problems.Select(item => item.Message).Aggregate((a, b) => a + "\n" + b), StringComparison.Ordinal));

            // A cure of one line, and a place to apply it.
            Assert.False(string.IsNullOrWhiteSpace(problem.Hint), problem.ToString());
            Assert.DoesNotContain('\n', problem.ToString());
            Assert.NotNull(problem.File);
        });
        Assert.Equal("fixture.good", Assert.Single(catalog.Plugins).Id);
        Assert.Equal("library", PluginWorkshop.Make(catalog.FindKind("fixture.library-1")!));
    }

    [Fact]
    public void Load_AllBadPluginsOneAfterAnother_LeaveNothingInMemoryButTheGood()
    {
        _workshop.Folder("LibraryPlugin", "fixture.good");
        using PluginCatalog catalog = _workshop.Load();
        foreach (BadPlugin bad in BadPlugins.All.Where(bad => bad.Options is null))
        {
            using PluginWorkshop own = new();
            bad.Make(own);
            foreach (string folder in Directory.EnumerateDirectories(own.Plugins).Take(1).Where(folder => new DirectoryInfo(folder).LinkTarget is null))
            {
                if (catalog.Add(folder).Plugin is { } loaded)
                    Assert.True(catalog.Unload(loaded).Collected, bad.Name);
            }
        }

        Assert.Equal("fixture.good", Assert.Single(catalog.Plugins).Id);
        Assert.Single(Directory.EnumerateDirectories(Assert.Single(Directory.EnumerateDirectories(_workshop.Shadow))));
    }

    [Fact]
    public void All_Names_AreDifferentAndEnough()
    {
        Assert.Equal(BadPlugins.All.Count, BadPlugins.All.Select(bad => bad.Name).Distinct().Count());
        Assert.InRange(BadPlugins.All.Count, 30, 1000);
    }

    [Fact]
    public void Load_EverythingWrongAtOnce_IsSaidAtOnce()
    {
        string folder = _workshop.Folder("Nowhere");
        string assembly = Path.Combine(folder, "Fixture.Parts.dll");
        PluginWorkshop.ReferenceContract(assembly, new Version(0, 99));
        File.CreateSymbolicLink(Path.Combine(folder, "link"), "elsewhere");
        Directory.CreateDirectory(Path.Combine(folder, "native"));
        File.WriteAllText(Path.Combine(folder, "native", "libx.so"), "nothing");
        PluginWorkshop.Manifest(folder, File.ReadAllText(Path.Combine(folder, "plugin.json")).Replace("}", ", \"native\": [\"native\"] }", StringComparison.Ordinal));

        Assert.Equal(
            [PluginProblemCodes.Link, PluginProblemCodes.NotALibrary, PluginProblemCodes.ContractNewerMinor, PluginProblemCodes.EntryMissing, PluginProblemCodes.Unsigned],
            _workshop.Refused(BadPlugins.Trusting(_workshop.Options)).Select(problem => problem.Code).OrderBy(code => code, StringComparer.Ordinal));
    }
}
