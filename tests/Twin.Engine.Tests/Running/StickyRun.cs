using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Tests.Bench;
using Twin.Engine.Tests.Robustness;
using Twin.Engine.Workloads;
using Twin.Host.Hosting;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Running;

/// <summary>A paused runner over the quarantine chassis, with one or two parts that may hang; ends what hangs when it is disposed.</summary>
internal sealed class StickyRun : IAsyncDisposable
{
    private static readonly Workload[] Traffic = [new SteadyTraffic("constant", 1)];
    private readonly List<StickyPart> _made = [];
    private bool _isDisposed;

    public StickyRun(Func<RunnerOptions, RunnerOptions>? change = null, params ReadOnlySpan<string> others)
    {
        var parts = new List<(string, Func<IComponent>)>(OpticalChassis.Parts()) { ("bad", Make) };
        ChassisDescription description = QuarantineTests.Chassis;
        foreach (string other in others)
        {
            parts.Add((other, Make));
            description = description with { Rails = [Rail("bus", "psu.out", $"asic.supply, oe*.supply, laser.supply, bad.supply, {other}.supply")] };
        }

        Model = Compile(description, [.. parts]);
        Bad = _made[0];
        Other = _made.Count > 1 ? _made[1] : null;
        var options = new RunnerOptions { StartsPaused = true, HangLimit = TimeSpan.FromMilliseconds(60), Accounts = LinuxThreadAccounts.Open() };
        Runner = TwinRunner.Create(Model, Traffic, change?.Invoke(options) ?? options);
    }

    /// <summary>No wait of these tests takes longer unless something is wrong.</summary>
    public static TimeSpan SafetyNet { get; } = TimeSpan.FromMinutes(2);

    public ChassisModel Model { get; }

    public StickyPart Bad { get; }

    public StickyPart? Other { get; }

    public TwinRunner Runner { get; }

    public string Path => Model.Chassis.Instance + "/bad";

    /// <summary>Does steps; ends when they are done, on whatever thread.</summary>
    public async Task StepAsync(int count)
    {
        CommandOutcome outcome = await Runner.SendAsync(new TwinCommand.Step(count));
        Assert.Equal((CommandStatus.Applied, string.Empty), (outcome.Status, outcome.Message));
    }

    /// <summary>Waits until every thread that was given up has ended.</summary>
    public async Task ReleaseAsync()
    {
        _made.ForEach(part => part.Release());
        for (long end = Environment.TickCount64 + (long)SafetyNet.TotalMilliseconds; Runner.Pacing.LostThreads > 0;)
        {
            Assert.True(Environment.TickCount64 < end, "A thread that was given up goes on although its call was released.");
            await Runner.SendAsync(new TwinCommand.Pause());
        }
    }

    /// <summary>Names of the events so far, with '-' in front when cleared.</summary>
    public List<string> EventNames() => Runner.Simulation.EventNames();

    /// <summary>Ends the run and repeats it from its command log, with parts that never hang.</summary>
    /// <returns>Fingerprints of the run and of its repetition.</returns>
    public async Task<((ulong Hash, long Step) Run, (ulong Hash, long Step) Again)> RepeatAsync()
    {
        await DisposeAsync();
        (ulong hash, long step) = Runner.Fingerprint;
        Simulation again = Run(Model.CompileAgain(), Traffic);
        IReadOnlyList<LoggedCommand> log = Runner.CommandLog;
        for (int next = 0; next < log.Count || again.State.Step < step;)
        {
            if (next < log.Count && log[next].Step == again.State.Step)
            {
                Again(again, log[next++].Command);
            }
            else
            {
                again.Step();
            }
        }

        return ((hash, step), (again.State.Hash(), again.State.Step));
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await ReleaseAsync();
        await Runner.DisposeAsync();
    }

    /// <summary>The kinds of the chassis, with a build of the bad part that is made here.</summary>
    public static Dictionary<string, ComponentKind> Kinds(Func<IComponent> make) => OpticalChassis.Parts().Append(("bad", make)).ToDictionary(
        part => part.Item1,
        part => new ComponentKind(part.Item1, part.Item1, "test", typeof(NoParameters), _ => part.Item2()) { Build = new PluginBuild("test", part.Item1 == "bad" ? "2.0" : "1.0", string.Empty) },
        StringComparer.Ordinal);

    private static void Again(Simulation simulation, TwinCommand command) => simulation.Do(command);

    private StickyPart Make()
    {
        var part = new StickyPart();
        _made.Add(part);
        return part;
    }
}
