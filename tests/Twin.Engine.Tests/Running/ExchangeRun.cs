using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Engine.Running;
using Twin.Engine.Snapshots;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;
using Twin.Engine.Tests.Bench;
using Twin.Engine.Tests.Snapshots;
using Twin.Host.Hosting;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Running;

/// <summary>The moving chassis with a part of which there are several builds, as a live run.</summary>
internal sealed class ExchangeRun : IAsyncDisposable
{
    public static ChassisDescription Chassis { get; } = MovingChassis.Description with
    {
        Mounts = [.. MovingChassis.Description.Mounts, Mount("part.base", "board", 1), Mount("part.other", "board", 1)],
        Components = [.. MovingChassis.Parts.Select(part => new ComponentDescription(part.Item1, part.Item1, MapParameter.Empty)), new ComponentDescription("part", "part", MapParameter.Empty)],
    };

    /// <summary>The same with one more part behind it, of a plugin of its own.</summary>
    public static ChassisDescription ChassisWithSecond { get; } = Chassis with
    {
        Mounts = [.. Chassis.Mounts, Mount("second.base", "board", 1), Mount("second.other", "board", 1)],
        Components = [.. Chassis.Components, new ComponentDescription("second", "second", MapParameter.Empty)],
    };

    private readonly Func<IComponent>? _second;

    public ExchangeRun(Func<IComponent>? make = null, bool startsPaused = true, ModelExchangeOptions? options = null, TimeSpan? hangLimit = null, Func<IComponent>? second = null, TimeSpan? describeLimit = null)
    {
        _second = second;
        CompileResult result = ChassisCompiler.Compile(second is null ? Chassis : ChassisWithSecond, Kinds("1.0", make ?? (() => new ExchangedPart()), second));
        Assert.True(result.Model is not null, string.Join('\n', result.Problems));
        var runnerOptions = new RunnerOptions { StartsPaused = startsPaused, Speed = double.PositiveInfinity, HangLimit = hangLimit, Accounts = LinuxThreadAccounts.Open() };
        runnerOptions = describeLimit is { } limit ? runnerOptions with { DescribeLimit = limit } : runnerOptions;
        Runner = new TwinRunner(new Simulation(result.Model, LiveRun.Traffic, 8, 16), LiveRun.Traffic, runnerOptions);
        Library = new SnapshotLibrary(Runner, new MemorySnapshotStore());
        Exchange = new ModelExchange(Runner, options);
        Runner.Start();
    }

    public TwinRunner Runner { get; }

    public SnapshotLibrary Library { get; }

    public ModelExchange Exchange { get; }

    public static Dictionary<string, ComponentKind> Kinds(string build, Func<IComponent> make, Func<IComponent>? second = null, string secondBuild = "1.0") =>
        MovingChassis.Parts.Select(part => Kind(part.Item1, "1.0", part.Item2)).Append(Kind("part", build, make)).Append(Kind("second", secondBuild, second ?? make))
            .ToDictionary(kind => kind.Name, StringComparer.Ordinal);

    public Task<ExchangeOutcome> ToAsync(string build, Func<IComponent> make) => Exchange.ExchangeAsync(Kinds(build, make, _second), "test");

    public Task<CommandOutcome> DoAsync(TwinCommand command) => Runner.DoAsync(command);

    public Task StepAsync(int count) => DoAsync(new TwinCommand.Step(count));

    public Task<ChassisState> StateAsync() => Runner.StateAsync();

    public async Task<ulong> HashAsync() => (await StateAsync()).Hash();

    public async Task<double> ValueAsync(string path) =>
        (await StateAsync()).Words[Runner.Chassis.Signals.Single(signal => signal.Path == "chassis0/" + path).Word];

    /// <summary>Every signal that is published now, by path, but for those of the part and what is counted over the chassis.</summary>
    public async Task<Dictionary<string, double>> OthersAsync()
    {
        ChassisState state = await StateAsync();
        return Runner.Chassis.Signals.Where(signal => !signal.Path.StartsWith("chassis0/part/", StringComparison.Ordinal)).ToDictionary(signal => signal.Path, signal => state.Words[signal.Word], StringComparer.Ordinal);
    }

    public FrameHeader Position
    {
        get
        {
            Runner.Frames.TryReadLatest([], [], out FrameHeader header);
            return header;
        }
    }

    /// <summary>Events of the newest generation, by the last part of their path, with '-' in front when cleared.</summary>
    public (List<string> Names, List<EventRecord> Records) Events()
    {
        var records = new EventRecord[Runner.Events.Capacity];
        long from = 0;
        int count = Runner.Events.Read(ref from, records, out _);
        IReadOnlyList<EventInfo> kinds = Runner.Chassis.Events;
        return ([.. records.Take(count).Select(record => (record.IsCleared ? "-" : string.Empty) + kinds[record.Event].Path["chassis0/".Length..])], [.. records.Take(count)]);
    }

    public long CountOf(string path) => Runner.Events.Count(Runner.Chassis.Events.Single(item => item.Path == "chassis0/" + path).Id);

    public async ValueTask DisposeAsync()
    {
        await Runner.DisposeAsync();
        Library.Dispose();
        Exchange.Dispose();
    }

    private static ComponentKind Kind(string name, string build, Func<IComponent> make) =>
        new(name, name, "plugin." + name, typeof(NoParameters), _ => make()) { Build = new PluginBuild("plugin." + name, build, "hash-" + build) };
}
