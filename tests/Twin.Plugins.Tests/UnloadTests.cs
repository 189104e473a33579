using System.Runtime.CompilerServices;
using Twin.Contracts;

namespace Twin.Plugins.Tests;

public sealed class UnloadTests : IDisposable
{
    private static readonly TimeSpan SafetyNet = TimeSpan.FromMinutes(2);

    private readonly PluginWorkshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Theory]
    [InlineData("GoodPlugin")]
    [InlineData("LibraryPlugin")]
    [InlineData("LocalizedPlugin")]
    public void Unload_CleanPlugin_IsCollected(string entry)
    {
        _workshop.Folder(entry);
        using PluginCatalog catalog = _workshop.Load();
        LoadedPlugin plugin = catalog.Plugins[0];
        PluginWorkshop.Make(plugin);

        UnloadResult result = catalog.Unload(plugin);

        Assert.True(result.Collected);
        Assert.Null(result.Problem);
        Assert.Empty(catalog.Plugins);
        Assert.Empty(catalog.Kinds);
        Assert.Empty(catalog.Unloading());
        Assert.Empty(Copies());
    }

    [Fact]
    public void Unload_HeldKind_DoesNotKeepThePluginAndSaysSo()
    {
        _workshop.Folder("GoodPlugin");
        using PluginCatalog catalog = _workshop.Load();
        LoadedKind kind = catalog.Kinds[0];

        Assert.True(catalog.Unload(catalog.Plugins[0]).Collected);

        Assert.Throws<ObjectDisposedException>(() => kind.ParametersType);
        Assert.Throws<ObjectDisposedException>(() => kind.Create(new object()));
        Assert.Equal("fixture.another", kind.Kind);
    }

    [Fact]
    public void Unload_ComponentStillHeld_LeaksUntilItIsDropped()
    {
        _workshop.Folder("GoodPlugin");
        using PluginCatalog catalog = _workshop.Load();
        LoadedPlugin plugin = catalog.Plugins[0];
        StrongBox<IComponent?> held = Hold(plugin);

        UnloadResult first = catalog.Unload(plugin, 5);

        Assert.Equal((false, 5), (first.Collected, first.Collections));
        Assert.Equal(PluginProblemCodes.Leaking, first.Problem?.Code);
        Assert.Equal(PluginProblemCodes.Leaking, Assert.Single(catalog.Unloading()).Code);
        Assert.Single(Copies());

        held.Value = null;

        Assert.True(catalog.Unload(plugin).Collected);
        Assert.Empty(catalog.Unloading());
        Assert.Empty(Copies());
    }

    [Fact]
    public void Unload_NoCollectionsAllowed_IsAnsweredLater()
    {
        _workshop.Folder("GoodPlugin");
        using PluginCatalog catalog = _workshop.Load();
        LoadedPlugin plugin = catalog.Plugins[0];

        UnloadResult requested = catalog.Unload(plugin, maximumCollections: 0);
        UnloadResult later = catalog.Unload(plugin);

        Assert.Equal((0, null), (requested.Collections, requested.Problem));
        Assert.True(later.Collected);
    }

    [Fact]
    public void Unload_PluginOfAnotherCatalog_Throws()
    {
        _workshop.Folder("GoodPlugin");
        using PluginCatalog one = _workshop.Load();
        using PluginCatalog two = _workshop.Load();

        Assert.Throws<ArgumentException>(() => one.Unload(two.Plugins[0]));
        Assert.True(two.Plugins[0].IsLoaded);
    }

    [Fact]
    public void Load_AllFilesOverwrittenAndDeleted_PluginGoesOn()
    {
        string folder = _workshop.Folder("LibraryPlugin");
        using PluginCatalog catalog = _workshop.Load();

        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            using FileStream sole = new(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            sole.SetLength(0);
        }

        Directory.Delete(folder, recursive: true);

        Assert.Equal("library", PluginWorkshop.Make(catalog.Plugins[0]));
    }

    [Fact]
    public void Add_RebuiltPlugin_TakesThePlaceOfTheOldOne()
    {
        string folder = _workshop.Folder("GoodPlugin");
        using PluginCatalog catalog = _workshop.Load();
        LoadedPlugin old = catalog.Plugins[0];
        PluginWorkshop.Manifest(folder, File.ReadAllText(Path.Combine(folder, "plugin.json")).Replace("1.2.0", "1.3.0"));

        PluginLoadResult result = catalog.Add(folder, old);

        Assert.Empty(result.Problems);
        Assert.Same(result.Plugin, Assert.Single(catalog.Plugins));
        Assert.Equal("1.3.0", result.Plugin!.Version);
        Assert.NotEqual(old.ContentHash, result.Plugin.ContentHash);
        Assert.Equal("another", PluginWorkshop.Make(old));
        Assert.True(catalog.Unload(old).Collected);
        Assert.Equal("another", PluginWorkshop.Make(catalog.Kinds[0]));
        Assert.Single(Copies());
    }

    [Fact]
    public void Add_BadBuild_LeavesTheOldOne()
    {
        string folder = _workshop.Folder("GoodPlugin");
        using PluginCatalog catalog = _workshop.Load();
        LoadedPlugin old = catalog.Plugins[0];
        _workshop.Folder("ThrowingRegisterPlugin");

        PluginLoadResult result = catalog.Add(folder, old);

        Assert.Null(result.Plugin);
        Assert.Equal(PluginProblemCodes.RegisterThrew, Assert.Single(result.Problems).Code);
        Assert.Same(old, Assert.Single(catalog.Plugins));
        Assert.Equal("another", PluginWorkshop.Make(catalog.Kinds[0]));
    }

    [Fact]
    public void Add_UnchangedBuildManyTimes_LeavesOneCopyAndNoContext()
    {
        string folder = _workshop.Folder("LibraryPlugin");
        using PluginCatalog catalog = _workshop.Load();

        for (int i = 0; i < 20; i++)
        {
            LoadedPlugin old = catalog.Plugins[0];
            Assert.Empty(catalog.Add(folder, old).Problems);
            Assert.Single(Copies());
            Assert.True(catalog.Unload(old).Collected);
        }

        Assert.Equal("library", PluginWorkshop.Make(catalog.Plugins[0]));
    }

    [Theory]
    [InlineData("fixture.part", "LibraryPlugin", PluginProblemCodes.DuplicateId)]
    [InlineData("fixture.other", "DerivedPlugin", PluginProblemCodes.DuplicateKind)]
    public void Add_ClashesWithLoaded_IsRefusedAlone(string id, string entry, string code)
    {
        _workshop.Folder("GoodPlugin");
        using PluginCatalog catalog = _workshop.Load();

        PluginLoadResult result = catalog.Add(_workshop.Folder(entry, id, name: "second"));

        Assert.Null(result.Plugin);
        Assert.All(result.Problems, problem => Assert.Equal(code, problem.Code));
        Assert.Single(catalog.Plugins);
    }

    [Fact]
    public void Dispose_RemovesEveryCopy()
    {
        _workshop.Folder("GoodPlugin");
        PluginCatalog catalog = _workshop.Load();

        catalog.Dispose();
        catalog.Dispose();

        Assert.Empty(Directory.EnumerateFileSystemEntries(_workshop.Shadow));
        Assert.Throws<ObjectDisposedException>(() => catalog.Add(_workshop.Plugins));
    }

    [Fact]
    public void Load_AbandonedCopies_AreRemovedAndThoseInUseAreNot()
    {
        _workshop.Folder("GoodPlugin");
        string abandoned = Path.Combine(_workshop.Shadow, "abandoned");
        Directory.CreateDirectory(Path.Combine(abandoned, "copy"));
        File.WriteAllText(abandoned + ".lock", string.Empty);
        File.WriteAllText(Path.Combine(_workshop.Shadow, "foreign.txt"), "not ours");

        using PluginCatalog first = _workshop.Load();
        using PluginCatalog second = _workshop.Load();

        Assert.False(Directory.Exists(abandoned));
        Assert.False(File.Exists(abandoned + ".lock"));
        Assert.True(File.Exists(Path.Combine(_workshop.Shadow, "foreign.txt")));
        Assert.Equal(2, Directory.EnumerateDirectories(_workshop.Shadow).Count());
        Assert.Equal("another", PluginWorkshop.Make(first.Kinds[0]));
        Assert.Equal("another", PluginWorkshop.Make(second.Kinds[0]));
    }

    [Fact]
    public async Task Load_ManyHostsAtOnce_EachKeepsItsCopy()
    {
        _workshop.Folder("LibraryPlugin");

        PluginCatalog[] catalogs = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => _workshop.Load())));

        Assert.All(catalogs, catalog => Assert.Empty(catalog.Problems));
        Assert.All(catalogs, catalog => Assert.Equal("library", PluginWorkshop.Make(catalog.Kinds[0])));
        foreach (PluginCatalog catalog in catalogs)
            catalog.Dispose();
        Assert.Empty(Directory.EnumerateFileSystemEntries(_workshop.Shadow));
    }

    [Fact]
    public async Task Unload_HandlerNeverReturns_IsNotWaitedForAndSaid()
    {
        using var linger = new ManualResetEvent(false);
        AppContext.SetData("Fixture.Parts.Linger", linger);
        try
        {
            _workshop.Folder("LingeringPlugin");
            using PluginCatalog catalog = _workshop.Load();
            LoadedPlugin plugin = catalog.Plugins[0];

            Assert.False((await Bounded(() => catalog.Unload(plugin, maximumCollections: 0))).Collected);
            UnloadResult asked = await Bounded(() => catalog.Unload(plugin));

            Assert.Equal((false, 0), (asked.Collected, asked.Collections));
            Assert.Equal(PluginProblemCodes.HungHandler, asked.Problem?.Code);
            Assert.Equal(PluginProblemCodes.HungHandler, plugin.HungHandler?.Code);
            Assert.Equal(PluginProblemCodes.HungHandler, Assert.Single(await Bounded(catalog.Unloading)).Code);
            Assert.True((await Bounded(() => catalog.Add(_workshop.Folder("GoodPlugin")))).Plugin is not null);

            linger.Set();

            Assert.True((await Bounded(() => catalog.Unload(plugin))).Collected);
            Assert.Null(plugin.HungHandler);
        }
        finally
        {
            linger.Set();
            AppContext.SetData("Fixture.Parts.Linger", null);
        }
    }

    [Fact]
    public async Task Dispose_HandlerNeverReturns_IsNotWaitedFor()
    {
        using var linger = new ManualResetEvent(false);
        AppContext.SetData("Fixture.Parts.Linger", linger);
        try
        {
            _workshop.Folder("LingeringPlugin");
            PluginCatalog catalog = _workshop.Load();

            await Bounded(() =>
            {
                catalog.Dispose();
                return true;
            });

            Assert.Empty(Directory.EnumerateFileSystemEntries(_workshop.Shadow));
        }
        finally
        {
            linger.Set();
            AppContext.SetData("Fixture.Parts.Linger", null);
        }
    }

    [Fact]
    public void Unload_HandlerThrows_IsCollected()
    {
        _workshop.Folder("ThrowingUnloadPlugin");
        using PluginCatalog catalog = _workshop.Load();

        Assert.True(catalog.Unload(catalog.Plugins[0]).Collected);
    }

    [Fact]
    public async Task Add_WhileAnotherOneIsBeingLoaded_NeitherIsLost()
    {
        using var tarry = new ManualResetEvent(false);
        AppContext.SetData("Fixture.Parts.Tarry", tarry);
        try
        {
            _workshop.Folder("GoodPlugin", "fixture.good");
            using PluginCatalog catalog = _workshop.Load();
            string slow = _workshop.Folder("TarryingPlugin", "fixture.slow");
            Task<PluginLoadResult> loading = Bounded(() => catalog.Add(slow));

            // It has its copy, so its code runs, or soon will.
            await Bounded(() => SpinWait.SpinUntil(() => Copies().Count() == 2 || loading.IsCompleted, SafetyNet));
            Assert.False(loading.IsCompleted);
            Assert.Empty((await Bounded(() => catalog.Add(_workshop.Folder("LibraryPlugin", "fixture.quick")))).Problems);
            Assert.True((await Bounded(() => catalog.Unload(catalog.Plugins.Single(plugin => plugin.Id == "fixture.good")))).Collected);
            Assert.Empty(await Bounded(catalog.Unloading));
            tarry.Set();

            Assert.Empty((await loading).Problems);
            Assert.Equal(["fixture.quick", "fixture.slow"], catalog.Plugins.Select(plugin => plugin.Id));
        }
        finally
        {
            tarry.Set();
            AppContext.SetData("Fixture.Parts.Tarry", null);
        }
    }

    [Fact]
    public async Task Add_SameIdMeanwhile_IsRefusedWhenItIsLoaded()
    {
        using var tarry = new ManualResetEvent(false);
        AppContext.SetData("Fixture.Parts.Tarry", tarry);
        try
        {
            using PluginCatalog catalog = _workshop.Load();
            string slow = _workshop.Folder("TarryingPlugin", "fixture.same", name: "slow");
            Task<PluginLoadResult> loading = Bounded(() => catalog.Add(slow));
            await Bounded(() => SpinWait.SpinUntil(() => (Directory.Exists(_workshop.Shadow) && Copies().Any()) || loading.IsCompleted, SafetyNet));
            Assert.Empty((await Bounded(() => catalog.Add(_workshop.Folder("GoodPlugin", "fixture.same", name: "quick")))).Problems);
            tarry.Set();

            PluginLoadResult late = await loading;

            Assert.Equal(PluginProblemCodes.DuplicateId, Assert.Single(late.Problems).Code);
            Assert.Equal("fixture.another", catalog.Kinds[0].Kind);
        }
        finally
        {
            tarry.Set();
            AppContext.SetData("Fixture.Parts.Tarry", null);
        }
    }

    [Fact]
    public async Task Catalog_ChangedByManyThreads_KeepsItsBooks()
    {
        string[] entries = ["GoodPlugin", "LibraryPlugin", "LocalizedPlugin"];
        using PluginCatalog catalog = _workshop.Load();
        string[] folders = [.. entries.Select(entry => _workshop.Folder(entry, "fixture." + entry.ToLowerInvariant()))];

        await Task.WhenAll(folders.Select(folder => Bounded(() =>
        {
            for (int i = 0; i < 20; i++)
            {
                PluginLoadResult added = catalog.Add(folder);
                Assert.Empty(added.Problems);
                catalog.Unload(added.Plugin!, maximumCollections: 0);
                catalog.Unloading();
            }

            return true;
        })));

        for (int i = 0; i < PluginCatalog.DefaultCollections && catalog.Unloading().Count > 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Empty(catalog.Plugins);
        Assert.Empty(catalog.Unloading());
        Assert.Empty(Copies());
    }

    private static Task<T> Bounded<T>(Func<T> work) => Task.Run(work).WaitAsync(SafetyNet);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static StrongBox<IComponent?> Hold(LoadedPlugin plugin) =>
        new(plugin.Kinds[0].Create(Activator.CreateInstance(plugin.Kinds[0].ParametersType)!));

    private IEnumerable<string> Copies() => Directory.EnumerateDirectories(_workshop.Shadow).SelectMany(Directory.EnumerateDirectories);
}
