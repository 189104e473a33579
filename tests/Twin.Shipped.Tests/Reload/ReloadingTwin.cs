using System.Runtime.CompilerServices;
using Twin.Chassis;
using Twin.Chassis.Packages;
using Twin.Engine.Compiling;
using Twin.Engine.Running;
using Twin.Engine.Snapshots;
using Twin.Engine.Structure;
using Twin.Plugins;

namespace Twin.Shipped.Tests.Reload;

/// <summary>A shipped chassis with plugins of its own that runs, is read by several readers, and whose laser modules can be reloaded. Keeps no model, kind or component.</summary>
internal sealed class ReloadingTwin : IAsyncDisposable
{
    private const int Readers = 3;
    private const int MostSignals = 2000;

    private readonly PluginCatalog _catalog;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _reading;
    private LoadedPlugin _lasers;
    private long _frames;

    /// <summary>Loads, compiles and starts.</summary>
    /// <param name="plugins">The folder of the built plugins.</param>
    /// <param name="chassis">The chassis file.</param>
    /// <param name="builds">The builds of laser modules, the first of which is taken in place of the shipped one.</param>
    /// <param name="options">How the run is paced.</param>
    /// <param name="configure">Changes the text of the chassis file.</param>
    public ReloadingTwin(string plugins, string chassis, LaserBuilds builds, RunnerOptions options, Func<string, string>? configure = null)
    {
        _catalog = PluginCatalog.Load([.. Directory.EnumerateDirectories(plugins).Where(folder => Path.GetFileName(folder) != "Acme.InPLaser"), builds.First]);
        Require(_catalog.Problems);
        _lasers = _catalog.Plugins.Single(plugin => plugin.Id == LaserBuilds.Id);
        Runner = MakeRunner(_catalog, chassis, configure, options);
        Library = new SnapshotLibrary(Runner, new MemorySnapshotStore());
        Exchange = new ModelExchange(Runner);
        Runner.Start();
        _reading = [.. Enumerable.Range(0, Readers).Select(_ => Task.Factory.StartNew(Read, _stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
    }

    public TwinRunner Runner { get; }

    public SnapshotLibrary Library { get; }

    public ModelExchange Exchange { get; }

    /// <summary>Frames that readers have read.</summary>
    public long Frames => Interlocked.Read(ref _frames);

    /// <summary>Plugins that were replaced and are still in memory.</summary>
    public IReadOnlyList<string> Leaking => [.. _catalog.Unloading().Select(problem => problem.ToString())];

    /// <summary>Reloads the laser modules, and unloads the build that was there.</summary>
    /// <param name="folder">The build to take.</param>
    /// <exception cref="InvalidOperationException">It cannot be loaded.</exception>
    public async Task<ExchangeOutcome> ReloadAsync(string folder)
    {
        PluginLoadResult loaded = _catalog.Add(folder, _lasers);
        Require(loaded.Problems);
        ExchangeOutcome outcome = await ExchangeAsync().ConfigureAwait(false);
        if (outcome.Status == ExchangeStatus.Exchanged)
        {
            _catalog.Unload(_lasers, 0);
            _lasers = loaded.Plugin!;
        }

        return outcome;
    }

    /// <summary>Collects until nothing of what was unloaded is in memory, or long enough.</summary>
    /// <param name="collections">Collections at most.</param>
    /// <returns>What is still in memory.</returns>
    public IReadOnlyList<string> Collect(int collections = 30)
    {
        for (int i = 0; i < collections && Leaking.Count > 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return Leaking;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_reading).ConfigureAwait(false);
        await Runner.DisposeAsync().ConfigureAwait(false);
        Library.Dispose();
        Exchange.Dispose();
        _catalog.Dispose();
        _stop.Dispose();
    }

    // In frames of their own: what they have made is not kept by who calls.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TwinRunner MakeRunner(PluginCatalog catalog, string chassis, Func<string, string>? configure, RunnerOptions options)
    {
        string text = File.ReadAllText(chassis);
        ChassisFileResult file = ChassisFile.Parse(configure is null ? text : configure(text), chassis);
        Require(file.Problems);
        CompileResult result = ChassisCompiler.Compile(file.Description!, KindsOf(catalog), ReducedPackageFolder.Default);
        Require(result.Problems);
        WorkloadResult workload = new WorkloadFactory(file.Description!.Ports, []).Create("all-reduce", "test");
        Require(workload.Problems);
        return TwinRunner.Create(result.Model!, [workload.Workload!], options);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Task<ExchangeOutcome> ExchangeAsync() => Exchange.ExchangeAsync(KindsOf(_catalog), "test");

    private static Dictionary<string, ComponentKind> KindsOf(PluginCatalog catalog)
    {
        var builds = catalog.Plugins.ToDictionary(plugin => plugin.Id, plugin => new PluginBuild(plugin.Id, plugin.Version, plugin.ContentHash), StringComparer.Ordinal);
        return catalog.Kinds.ToDictionary(
            kind => kind.Kind,
            kind => new ComponentKind(kind.Kind, kind.Description, kind.PluginId, kind.ParametersType, kind.Create) { Build = builds[kind.PluginId] },
            StringComparer.Ordinal);
    }

    // Every millisecond the newest frame and the events since the last look, of the structure that holds; whole frames only.
    private void Read()
    {
        var events = new EventRecord[64];
        long nextEvent = 0;
        while (!_stop.IsCancellationRequested)
        {
            Generation generation = Runner.Generation;
            IEnumerable<SignalInfo> signals = generation.Chassis.Signals.Take(MostSignals);
            int[] words = [.. signals.Select(signal => signal.Word), generation.Chassis.Signals.Single(signal => signal.Path == generation.Chassis.Instance + "/step").Word];
            double[] values = new double[words.Length];
            while (ReferenceEquals(generation, Runner.Generation) && !_stop.IsCancellationRequested)
            {
                if (generation.Frames.TryReadLatest(words, values, out FrameHeader header) && values[^1] != header.Step)
                {
                    throw new InvalidOperationException($"A frame of step {header.Step} says that it is of step {values[^1]}.");
                }

                Interlocked.Increment(ref _frames);
                generation.Events.Read(ref nextEvent, events, out _);
                _stop.Token.WaitHandle.WaitOne(1);
            }
        }
    }

    private static void Require<T>(IEnumerable<T> problems)
    {
        string text = string.Join(Environment.NewLine, problems);
        if (text.Length > 0)
        {
            throw new InvalidOperationException(text);
        }
    }
}
