using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Engine.Running;
using Twin.Engine.Snapshots;
using Twin.Engine.Stepping;
using Twin.Engine.Tests.Bench;
using Twin.Engine.Tests.Running;
using Twin.Engine.Workloads;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Snapshots;

/// <summary>The moving chassis with a part that makes noise, as a live run that is paused, and a library of its snapshots.</summary>
internal sealed class LiveRun : IAsyncDisposable
{
    public static readonly Workload[] Traffic = [new SteadyTraffic("constant", 1), new SteadyTraffic("half", 0.5)];

    public LiveRun(SnapshotOptions? options = null, ISnapshotStore? store = null, bool startsPaused = true)
    {
        Store = store ?? new MemorySnapshotStore();
        Runner = new TwinRunner(
            new Simulation(CompileNoisy(), Traffic, 8, 16), Traffic, new RunnerOptions { StartsPaused = startsPaused, Speed = double.PositiveInfinity });
        Library = new SnapshotLibrary(Runner, Store, options);
        Runner.Start();
    }

    public TwinRunner Runner { get; }

    public ISnapshotStore Store { get; }

    public SnapshotLibrary Library { get; }

    public static ChassisModel CompileNoisy(ulong seed = 1, string? plugin = null)
    {
        RandomStream stream = default;
        Signal<Ratio> noise = default;
        (string Name, Func<IComponent> Make)[] parts =
        [
            .. MovingChassis.Parts,
            ("noise", () => new PowerPart(
                builder =>
                {
                    builder.Couple(builder.ThermalNode("n", JPerK(1)), builder.Mount("base"), WPerK(1));
                    stream = builder.RandomStream("s");
                    noise = builder.Signal<Ratio>("noise", SignalKind.Truth, new("Noise."));
                },
                (in StepContext step) => step.Set(noise, Ratio.FromFraction(step.NextNormal(stream))))),
        ];
        ChassisDescription description = MovingChassis.Description with
        {
            Seed = seed,
            Mounts = [.. MovingChassis.Description.Mounts, Mount("noise.base", "board", 1)],
            Components = [.. parts.Select(part => new ComponentDescription(part.Name, part.Name, MapParameter.Empty))],
        };
        var kinds = parts.ToDictionary(
            part => part.Name,
            part => new ComponentKind(part.Name, part.Name, "test", typeof(NoParameters), _ => part.Make()) { Build = plugin is null ? null : new PluginBuild("test", plugin, "hash-" + plugin) },
            StringComparer.Ordinal);
        CompileResult result = ChassisCompiler.Compile(description, kinds);
        Assert.True(result.Model is not null, string.Join('\n', result.Problems));
        return result.Model;
    }

    public static RequestedCommand[] Commands(params TwinCommand[] commands) => [.. commands.Select(command => new RequestedCommand(command, null))];

    public Task<CommandOutcome> DoAsync(TwinCommand command) => Runner.DoAsync(command);

    public Task StepAsync(int count) => DoAsync(new TwinCommand.Step(count));

    /// <summary>Fingerprint of the live state as it is now.</summary>
    public async Task<ulong> HashAsync() => (await Runner.StateAsync()).Hash();

    /// <summary>Steps with the commands that keep the chassis moving.</summary>
    public async Task MoveAsync(int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            int step = (int)Position.Step;
            if (step % 7 == 0)
            {
                await DoAsync(new TwinCommand.OverrideActuator("fan0/speed", 0.5 + (0.4 * Math.Sin(0.02 * step)), null));
                await DoAsync(new TwinCommand.SetParameter("h0/power", 40 + (30 * Math.Sin(0.05 * step))));
            }

            if (step % 50 == 20)
            {
                await DoAsync(step % 100 == 20 ? new TwinCommand.InjectFault("fan1/stalled", 1) : new TwinCommand.ClearFault("fan1/stalled"));
            }

            await StepAsync(1);
        }
    }

    public FrameHeader Position
    {
        get
        {
            Runner.Frames.TryReadLatest([], [], out FrameHeader header);
            return header;
        }
    }

    /// <summary>Events from a position on, by the last part of their path, with '-' in front when cleared.</summary>
    public (List<string> Names, List<EventRecord> Records) EventsFrom(long sequence)
    {
        var records = new EventRecord[Runner.Events.Capacity];
        int count = Runner.Events.Read(ref sequence, records, out _);
        string prefix = Runner.Chassis.Instance + "/";
        return ([.. records.Take(count).Select(record => (record.IsCleared ? "-" : string.Empty) + Runner.Chassis.Events[record.Event].Path[prefix.Length..])], [.. records.Take(count)]);
    }

    public async ValueTask DisposeAsync()
    {
        await Runner.DisposeAsync();
        Library.Dispose();
    }
}
