using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Twin.Chassis;
using Twin.Chassis.Packages;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Engine.Reloading;
using Twin.Engine.Running;
using Twin.Host.Hosting;
using Twin.Host.Setup;
using Twin.Plugins;
using Twin.Plugins.Tests;
using Twin.Units;

namespace Twin.Host.Tests.Hosting;

/// <summary>Plugins of a run that are exchanged and removed, with built plugins that do wrong and with folders that lead elsewhere.</summary>
public sealed class PluginReloadsTests : IAsyncLifetime, IDisposable
{
    private const string Used = "fixture.part";
    private const string Other = "fixture.other";
    private const string LingerKey = "Fixture.Parts.Linger";
    private static readonly TimeSpan SafetyNet = TimeSpan.FromMinutes(2);

    private readonly PluginWorkshop _workshop = new();
    private readonly ManualResetEvent _linger = new(false);
    private string _folder = string.Empty;
    private string _otherFolder = string.Empty;
    private PluginCatalog _catalog = null!;
    private TwinRunner _runner = null!;
    private ModelExchange? _exchange;
    private PluginReloads? _started;

    public Task InitializeAsync()
    {
        AppContext.SetData(LingerKey, _linger);
        _folder = _workshop.Folder("LingeringPlugin", Used);
        _otherFolder = _workshop.Folder("GoodPlugin", Other);
        Start(_workshop.Plugins);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _linger.Set();
        await StopAsync();
    }

    public void Dispose()
    {
        AppContext.SetData(LingerKey, null);
        _exchange?.Dispose();
        _started?.Dispose();
        _linger.Dispose();
        _workshop.Dispose();
    }

    [Fact]
    public async Task Reload_OldBuildNeverReturnsFromItsUnloading_OthersGoOnAndTheListSaysSo()
    {
        PluginReload first = await Bounded(() => Reloads.ReloadAsync(Built("1.3.0")));
        Assert.Equal(("1.2.0", "1.3.0", true), (first.Before.Version, first.After.Version, first.IsExchanged));
        PluginListing hung = await UnloadingAsync(listing => listing.Problems.Count > 0);
        Assert.Equal((Used, "1.2.0"), (hung.Build.Id, hung.Build.Version));
        Problem problem = Assert.Single(hung.Problems);
        Assert.Equal(PluginProblemCodes.HungHandler, problem.Code);
        Assert.Contains("has not returned", problem.Message, StringComparison.Ordinal);
        Assert.Contains("core", problem.Hint, StringComparison.Ordinal);

        // The same again, and a removal: nobody waits for the one that hangs.
        Assert.Equal("1.4.0", (await Bounded(() => Reloads.ReloadAsync(Built("1.4.0")))).After.Version);
        Assert.Equal(PluginState.Unloading, (await Bounded(() => Task.FromResult(Reloads.Remove(Other)))).State);
        Assert.Equal([Used], (await ListAsync()).Where(listing => listing.State == PluginState.Running).Select(listing => listing.Build.Id));

        // Those that return after all go like any other.
        _linger.Set();
        await AllGoneAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Remove_PluginThatTheChassisDoesNotUse_IsGoneFromMemory(int exchanges)
    {
        _linger.Set();
        for (int i = 0; i < exchanges; i++)
        {
            await Bounded(() => Reloads.ReloadAsync(Built(FormattableString.Invariant($"1.{3 + i}.0"))));
        }

        Reloads.Remove(Other);
        await AllGoneAsync();
    }

    [Fact]
    public async Task Reload_BuildThatIsRefusedNeverReturnsFromItsUnloading_IsRefusedAtOnceAndTheListSaysSo()
    {
        _workshop.Folder("LingeringSilentPlugin", Used);
        PluginReloadException refusal = await Assert.ThrowsAsync<PluginReloadException>(() => Bounded(() => Reloads.ReloadAsync(new PluginReloadRequest(Used))));
        Assert.Equal((PluginReloadStatus.Rejected, PluginProblemCodes.NoKind), (refusal.Status, Assert.Single(refusal.Problems).Code));
        PluginListing hung = await UnloadingAsync(listing => listing.Problems.Count > 0);
        Assert.Equal(PluginProblemCodes.HungHandler, Assert.Single(hung.Problems).Code);
        _workshop.Folder("LingeringPlugin", Used);
        Assert.True((await Bounded(() => Reloads.ReloadAsync(Built("1.3.0")))).IsExchanged);
    }

    [Fact]
    public async Task Reload_StepOfTheNewBuildNeverReturns_IsRefusedAndTheLostThreadIsSaid()
    {
        await StopAsync();
        Start(_workshop.Plugins, new ModelExchangeOptions { TrialTime = TimeSpan.FromMilliseconds(100) });
        _workshop.Folder("StuckPlugin", Used);
        PluginReloadException refusal = await Assert.ThrowsAsync<PluginReloadException>(() => Bounded(() => Reloads.ReloadAsync(new PluginReloadRequest(Used))));
        Assert.Equal((PluginReloadStatus.Rejected, ReloadProblemCodes.TrialHangs), (refusal.Status, Assert.Single(refusal.Problems).Code));
        Assert.Contains("A thread was lost", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_FolderHasBecomeALink_IsRefusedAsAtTheStart()
    {
        string elsewhere = Path.Combine(_workshop.Root, "elsewhere");
        Directory.Move(_folder, elsewhere);
        Directory.CreateSymbolicLink(_folder, elsewhere);
        await RefusedAsLinkAsync(new PluginReloadRequest(Used, IsForced: true));

        // Nor when it is named, or leads to another folder that is allowed, or lies behind one that does.
        await RefusedAsLinkAsync(new PluginReloadRequest(Other, Link("same", _otherFolder)));
        Directory.CreateDirectory(Path.Combine(_workshop.Plugins, "builds"));
        Directory.Move(_otherFolder, Path.Combine(_workshop.Plugins, "builds", "new"));
        await RefusedAsLinkAsync(new PluginReloadRequest(Other, Path.Combine(Link("latest", Path.Combine(_workshop.Plugins, "builds")), "new")));
        Assert.True((await Bounded(() => Reloads.ReloadAsync(new PluginReloadRequest(Other, "builds/new", IsForced: true)))).IsExchanged);
        using PluginCatalog atTheStart = _workshop.Load();
        Assert.Contains(atTheStart.Problems, problem => problem.Code == PluginProblemCodes.Link && problem.File == _folder);
    }

    [Fact]
    public async Task Reload_DirectoryOfTheOperatorIsALink_IsTakenAsAtTheStart()
    {
        await StopAsync();
        string link = Path.Combine(_workshop.Root, "link");
        Directory.CreateSymbolicLink(link, _workshop.Plugins);
        Start(link);
        Assert.True((await Bounded(() => Reloads.ReloadAsync(new PluginReloadRequest(Other, IsForced: true)))).IsExchanged);
        Assert.True((await Bounded(() => Reloads.ReloadAsync(new PluginReloadRequest(Other, _otherFolder, IsForced: true)))).IsExchanged);
    }

    private PluginReloads Reloads => _started!;

    private static long End() => Environment.TickCount64 + (long)SafetyNet.TotalMilliseconds;

    private static Task<T> Bounded<T>(Func<Task<T>> work) => Task.Run(work).WaitAsync(SafetyNet);

    // In frames of their own: what they have made is not kept by who calls.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TwinRunner MakeRunner(PluginCatalog catalog)
    {
        var description = new ChassisDescription
        {
            Model = "test",
            Initial = InitialCondition.Ambient,
            Zones = [new ZoneDescription("board", HeatCapacity.FromJoulesPerKelvin(100), ThermalConductance.FromWattsPerKelvin(5))],
            Components = [new ComponentDescription("part", "fixture.lingering", MapParameter.Empty)],
        };
        CompileResult result = ChassisCompiler.Compile(description, ChassisLoader.KindsOf(catalog), ReducedPackageFolder.Default);
        Assert.True(result.Model is not null, string.Join('\n', result.Problems));
        return TwinRunner.Create(result.Model, [new WorkloadFactory(description.Ports, []).Create("all-reduce", "test").Workload!], new RunnerOptions());
    }

    private void Start(string directory, ModelExchangeOptions? options = null)
    {
        _catalog = PluginCatalog.Load([directory], _workshop.Options);
        Assert.Empty(_catalog.Problems);
        _runner = MakeRunner(_catalog);
        _exchange = new ModelExchange(_runner, options);
        _started = new PluginReloads(_runner, _catalog, _exchange, [directory], NullLogger<PluginReloads>.Instance);
        _runner.Start();
    }

    private async Task StopAsync()
    {
        await _runner.DisposeAsync();
        _started?.Dispose();
        _exchange?.Dispose();
        _catalog.Dispose();
    }

    private string Link(string name, string target)
    {
        string link = Path.Combine(_workshop.Plugins, name);
        Directory.CreateSymbolicLink(link, target);
        return link;
    }

    // Writes another build of the plugin that is used over the one that is there.
    private PluginReloadRequest Built(string version)
    {
        string manifest = Path.Combine(_folder, PluginManifest.FileName);
        PluginWorkshop.Manifest(_folder, string.Join('\n', File.ReadAllLines(manifest).Select(line => line.Contains("\"version\"", StringComparison.Ordinal) ? $"\"version\": \"{version}\"," : line)));
        return new PluginReloadRequest(Used);
    }

    private async Task RefusedAsLinkAsync(PluginReloadRequest request)
    {
        PluginReloadException refusal = await Assert.ThrowsAsync<PluginReloadException>(() => Bounded(() => Reloads.ReloadAsync(request)));
        Assert.True(refusal.Status == PluginReloadStatus.Rejected, refusal.Message);
        Assert.Equal(PluginProblemCodes.Link, Assert.Single(refusal.Problems).Code);
        Assert.Equal(PluginProblemCodes.Link, Assert.Single((await ListAsync()).Single(listing => listing.Build.Id == request.Id).Problems).Code);
    }

    private Task<IReadOnlyList<PluginListing>> ListAsync() => Bounded(() => Task.FromResult(Reloads.List()));

    private async Task AllGoneAsync()
    {
        for (long end = End(); (await ListAsync()).Any(listing => listing.State == PluginState.Unloading);)
        {
            Assert.True(Environment.TickCount64 < end, string.Join('\n', await ListAsync()));
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private async Task<PluginListing> UnloadingAsync(Func<PluginListing, bool> wanted)
    {
        long end = End();
        while (true)
        {
            IReadOnlyList<PluginListing> list = await ListAsync();
            if (list.FirstOrDefault(listing => listing.State == PluginState.Unloading && wanted(listing)) is { } found)
            {
                return found;
            }

            Assert.True(Environment.TickCount64 < end, string.Join('\n', list));
            await Task.Delay(20);
        }
    }
}
