using Twin.Engine.Compiling;
using Twin.Engine.Running;
using Twin.Engine.Snapshots;
using Twin.Engine.Stepping;
using Twin.Engine.Tests.Bench;
using Twin.Engine.Tests.Snapshots;
using Twin.Units;

namespace Twin.Engine.Tests.Running;

public sealed class ModelExchangeTests
{
    private static readonly TimeSpan SafetyNet = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Exchange_ForTheSameBuild_GivesTheBitsOfARunThatWasRestoredThere()
    {
        await using var live = new ExchangeRun();
        await using var other = new ExchangeRun();
        foreach (ExchangeRun run in new[] { live, other })
        {
            await MoveAsync(run, 0, 130);
        }

        Generation generation = live.Runner.Generation;
        ulong before = await live.HashAsync();
        ExchangeOutcome outcome = await live.ToAsync("1.0", () => new ExchangedPart());
        Assert.Equal((ExchangeStatus.Exchanged, 130L, false, 0), (outcome.Status, outcome.Step, outcome.IsNewStructure, outcome.StepsWaited));
        Assert.Empty(outcome.Reinitialized);
        Assert.Empty(outcome.Before.Concat(outcome.After));
        Assert.Equal(before, await live.HashAsync());
        Assert.Same(generation, live.Runner.Generation);
        Assert.Equal((outcome.Epoch, 130L), (live.Position.Epoch, live.Position.Step));
        Assert.Equal((outcome.Epoch, 130L), (live.Runner.Pacing.Epoch, live.Runner.Pacing.Step));

        await other.Library.TakeAsync("here", string.Empty, "test");
        await other.Library.RestoreAsync("here", "test");
        Assert.Equal(other.Position.Epoch, live.Position.Epoch);
        foreach (ExchangeRun run in new[] { live, other })
        {
            await MoveAsync(run, 130, 150);
        }

        Assert.Equal(await other.HashAsync(), await live.HashAsync());
        Assert.Equal(280, live.Position.Step);
    }

    [Fact]
    public async Task Exchange_ForAChangedBehaviour_GoesOnWithTheState()
    {
        await using var live = new ExchangeRun();
        await live.StepAsync(10);
        ExchangeOutcome outcome = await live.ToAsync("1.1", () => new ExchangedPart { Gain = 3, CapacityJPerK = 4 });
        Assert.Equal((ExchangeStatus.Exchanged, false), (outcome.Status, outcome.IsNewStructure));
        Assert.Empty(outcome.Reinitialized);
        Assert.Equal((new PluginBuild("plugin.part", "1.0", "hash-1.0"), new PluginBuild("plugin.part", "1.1", "hash-1.1")), (Assert.Single(outcome.Before), Assert.Single(outcome.After)));
        Assert.Equal(10, await live.ValueAsync("part/count-shown"));
        await live.StepAsync(2);
        Assert.Equal(16, await live.ValueAsync("part/count-shown"));
        Assert.Equal(("reloaded", 0.0, 10.0), live.Events() is var (names, records) ? (names[^1], records[^1].First, records[^1].Second) : default);
        Assert.Equal("hash-1.1", live.Runner.Model.Identity.Plugins.Single(build => build.Id == "plugin.part").ContentHash);
    }

    [Fact]
    public async Task Exchange_ForAChangedDefault_BeginsAnewAndKeepsWhatSomebodySet()
    {
        await using var untouched = new ExchangeRun();
        await using var touched = new ExchangeRun();
        await touched.DoAsync(new TwinCommand.SetParameter("part/step", 5));
        foreach (ExchangeRun run in new[] { untouched, touched })
        {
            await run.DoAsync(new TwinCommand.InjectFault("part/stuck", 0.5));
            await run.DoAsync(new TwinCommand.OverrideActuator("fan0/speed", 0.7, null));
            await run.StepAsync(10);
            Dictionary<string, double> before = await run.OthersAsync();
            ExchangeOutcome outcome = await run.ToAsync("1.1", () => new ExchangedPart { Default = 2 });
            Assert.Equal((ExchangeStatus.Exchanged, true, "chassis0/part"), (outcome.Status, outcome.IsNewStructure, Assert.Single(outcome.Reinitialized)));
            Assert.Equal(before, await run.OthersAsync());

            // Reset has been called, on the new build.
            Assert.Equal(-1, await run.ValueAsync("part/count-shown"));
            await run.StepAsync(4);
        }

        Assert.Equal(4 * 0.5 * 2, await untouched.ValueAsync("part/count-shown"));
        Assert.Equal(4 * 0.5 * 5, await touched.ValueAsync("part/count-shown"));
    }

    [Fact]
    public async Task Exchange_ForAnotherStructure_PublishesANewGeneration()
    {
        await using var live = new ExchangeRun();
        await MoveAsync(live, 0, 120);
        await live.DoAsync(new TwinCommand.InjectFault("fan1/stalled", 0));
        Generation first = live.Runner.Generation;
        Dictionary<string, double> before = await live.OthersAsync();
        double temperature = await live.ValueAsync("part/body/temperature");
        ExchangeOutcome outcome = await live.ToAsync("2.0", () => new ExchangedPart { HasMore = true });
        Assert.Equal((ExchangeStatus.Exchanged, true, 120L), (outcome.Status, outcome.IsNewStructure, outcome.Step));
        Assert.Equal(["chassis0/part"], outcome.Reinitialized);
        Generation second = await first.Next.WaitAsync(SafetyNet);
        Assert.Same(second, live.Runner.Generation);
        Assert.Equal(1, second.Number);
        Assert.Contains(second.Chassis.Signals, signal => signal.Path == "chassis0/part/more");
        Assert.Equal(first.Events.Written, live.Events().Records[0].Sequence);
        Assert.Equal("reloaded", live.Events().Names[0]);
        Assert.True(first.Frames.TryReadLatest([], [], out FrameHeader last));
        Assert.Equal((120L, true), (last.Step, last.Epoch < outcome.Epoch));

        // The rest stands where it stood, and so does the temperature of the node that is still there.
        Assert.Equal(before, await live.OthersAsync());
        Assert.Equal(temperature, await live.ValueAsync("part/body/temperature"));
        Assert.Equal(22, await live.ValueAsync("part/extra/temperature"));

        // And back again: the node is gone, another one keeps its heat.
        await live.StepAsync(50);
        await live.DoAsync(new TwinCommand.SetParameter("part/step", 1));
        temperature = await live.ValueAsync("part/body/temperature");
        Assert.Equal(ExchangeStatus.Exchanged, (await live.ToAsync("1.0", () => new ExchangedPart())).Status);
        Assert.Equal(temperature, await live.ValueAsync("part/body/temperature"));
        Assert.DoesNotContain(live.Runner.Chassis.Signals, signal => signal.Path == "chassis0/part/more");
        Assert.Equal(2, live.Runner.Generation.Number);
        await live.StepAsync(10);
        Assert.Equal(180, live.Position.Step);
        Assert.Equal(10, await live.ValueAsync("part/count-shown"));
    }

    [Fact]
    public async Task Exchange_WithAnAlarmUp_TellsItAgainAndCountsItOnce()
    {
        await using var live = new ExchangeRun(() => new ExchangedPart { Limit = 5 });
        await live.DoAsync(new TwinCommand.SetPresence("h1", false));
        await live.StepAsync(10);
        Assert.Equal(1, live.CountOf("part/count-high"));
        long presences = live.CountOf("h1/presence");
        ExchangeOutcome outcome = await live.ToAsync("1.1", () => new ExchangedPart { Limit = 5, Text = "Another text." });
        Assert.Equal((true, 0), (outcome.IsNewStructure, outcome.Reinitialized.Count));
        Assert.Equal(["reloaded", "part/count-high"], live.Events().Names);
        Assert.Equal((1L, presences), (live.CountOf("part/count-high"), live.CountOf("h1/presence")));
        await live.StepAsync(1);
        Assert.Equal(["reloaded", "part/count-high"], live.Events().Names);

        // Where the count begins anew, the alarm goes.
        Assert.Equal(ExchangeStatus.Exchanged, (await live.ToAsync("2.0", () => new ExchangedPart { Limit = 5, HasMore = true })).Status);
        await live.StepAsync(1);
        Assert.Equal("-part/count-high", live.Events().Names[^1]);
        Assert.Equal(2, live.CountOf("part/count-high"));
    }

    [Theory]
    [InlineData("1.0", false)]
    [InlineData("1.1", true)]
    public async Task Exchange_OfAQuarantinedPart_GivesAnotherBuildANewChance(string build, bool isTried)
    {
        await using var live = new ExchangeRun(() => new ExchangedPart { Disturb = Throw(above: 5) });
        await live.StepAsync(10);
        Assert.Equal(1, await live.ValueAsync("quarantined-components"));
        ExchangeOutcome outcome = await live.ToAsync(build, () => new ExchangedPart());
        Assert.Equal(ExchangeStatus.Exchanged, outcome.Status);
        Assert.Equal(isTried ? ["chassis0/part"] : [], outcome.Reinitialized);
        Assert.Equal(isTried ? 0 : 1, await live.ValueAsync("quarantined-components"));
        Assert.Equal(isTried, live.Events().Names[^1] == "-part/quarantined");
        await live.StepAsync(3);
        Assert.Equal(isTried ? 3 : 5, await live.ValueAsync("part/count-shown"));
        Assert.Equal(isTried ? 2 : 1, live.CountOf("part/quarantined"));
    }

    public static TheoryData<string, string, string> BadBuilds => new()
    {
        { "describe", "TW0409", "failed while describing itself: InvalidOperationException: on purpose" },
        { "step", "TW0702", "the new build of plugin.part was quarantined: StepPower threw InvalidOperationException: on purpose" },
        { "finite", "TW0702", "it wrote Infinity to 'chassis0/part/count-shown'" },
        { "mount", "TW0503", "'part' has no mount 'other'" },
        { "missing", "TW0309", "No plugin offers the kind 'part'" },
    };

    [Theory]
    [MemberData(nameof(BadBuilds))]
    public async Task Exchange_ForABadBuild_IsRejectedAndNothingChanges(string how, string code, string sentence)
    {
        await using var live = new ExchangeRun();
        await using var other = new ExchangeRun();
        foreach (ExchangeRun run in new[] { live, other })
        {
            await MoveAsync(run, 0, 60);
        }

        Generation generation = live.Runner.Generation;
        FrameHeader position = live.Position;
        long written = live.Runner.Events.Written;
        Dictionary<string, ComponentKind> kinds = ExchangeRun.Kinds("2.0", how switch
        {
            "describe" => () => new Part(_ => throw new InvalidOperationException("on purpose")),
            "step" => () => new ExchangedPart { Disturb = Throw(above: 100) },
            "finite" => () => new ExchangedPart { Gain = double.PositiveInfinity },
            _ => () => new Part(builder => builder.Couple(builder.ThermalNode("body", HeatCapacity.FromJoulesPerKelvin(1)), builder.Mount("base"), ThermalConductance.FromWattsPerKelvin(1))),
        });
        if (how == "missing")
        {
            kinds.Remove("part");
        }

        ExchangeOutcome outcome = await live.Exchange.ExchangeAsync(kinds, "test");
        Assert.Equal((ExchangeStatus.Rejected, false), (outcome.Status, outcome.HasLostThread));
        Assert.Contains(outcome.Problems, problem => problem.Code == code);
        Assert.Contains(sentence, string.Join('\n', outcome.Problems), StringComparison.Ordinal);
        Assert.Equal((position, written), (live.Position, live.Runner.Events.Written));
        Assert.Same(generation, live.Runner.Generation);
        foreach (ExchangeRun run in new[] { live, other })
        {
            await MoveAsync(run, 60, 60);
        }

        Assert.Equal(await other.HashAsync(), await live.HashAsync());
    }

    [Theory]
    [InlineData("describe", "TW0701")]
    [InlineData("step", "TW0704")]
    public async Task Exchange_ForABuildThatHangs_IsRejectedAndTheRunGoesOn(string where, string code)
    {
        using var released = new ManualResetEventSlim();
        using var gone = new CountdownEvent(1);
        var options = where == "step" ? new ModelExchangeOptions { TrialTime = TimeSpan.FromSeconds(0.3) } : new ModelExchangeOptions { CompileTime = TimeSpan.FromSeconds(0.3) };
        await using var live = new ExchangeRun(options: options);
        await live.StepAsync(20);
        try
        {
            ExchangeOutcome outcome = await live.ToAsync("2.0", () => where == "step" ? new ExchangedPart { Disturb = _ => Hang() } : new Part(_ => Hang()));
            Assert.Equal((ExchangeStatus.Rejected, true), (outcome.Status, outcome.HasLostThread));
            Assert.Equal(code, Assert.Single(outcome.Problems).Code);
            await live.StepAsync(20);
            Assert.Equal(40, await live.ValueAsync("part/count-shown"));
        }
        finally
        {
            released.Set();
            Assert.True(gone.Wait(SafetyNet));
        }

        // The next one finds nothing in its way.
        using var patient = new ModelExchange(live.Runner);
        Assert.Equal(ExchangeStatus.Exchanged, (await patient.ExchangeAsync(ExchangeRun.Kinds("3.0", () => new ExchangedPart()), "test")).Status);

        void Hang()
        {
            released.Wait();
            if (gone.CurrentCount > 0)
            {
                gone.Signal();
            }
        }
    }

    [Fact]
    public async Task Exchange_DuringManySteps_LosesNone()
    {
        await using var live = new ExchangeRun();
        Task<CommandOutcome> steps = live.Runner.SendAsync(new TwinCommand.Step(20_000));
        int exchanged = 0;
        long last = 0;
        while (!steps.IsCompleted)
        {
            // Every second time the structure changes.
            ExchangeOutcome outcome = await live.ToAsync($"1.{exchanged}", () => new ExchangedPart { Text = $"Text {exchanged / 2}." });
            Assert.Equal(ExchangeStatus.Exchanged, outcome.Status);
            Assert.InRange(outcome.StepsWaited, 0, 1);
            Assert.InRange(outcome.Step, last, 20_000);
            last = outcome.Step;
            exchanged++;
        }

        Assert.True(exchanged > 0);
        Assert.Equal((CommandStatus.Applied, 20_000L), ((await steps).Status, (await steps).Step));
        Assert.Equal(20_000, await live.ValueAsync("part/count-shown"));

        await using var alone = new ExchangeRun();
        await alone.StepAsync(20_000);
        Assert.Equal(await alone.HashAsync(), await live.HashAsync());
    }

    [Fact]
    public async Task Exchange_OfARunAtFullSpeed_SwapsBetweenTwoStepsUnderReaders()
    {
        await using var live = new ExchangeRun(startsPaused: false);
        using var stop = new CancellationTokenSource();
        Task[] readers = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() => Read(live.Runner, stop.Token)))];
        for (int i = 0; i < 10; i++)
        {
            ExchangeOutcome outcome = await live.ToAsync($"1.{i}", () => new ExchangedPart { HasMore = i % 2 == 0 });
            Assert.Equal((ExchangeStatus.Exchanged, true), (outcome.Status, outcome.IsNewStructure));
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers).WaitAsync(SafetyNet);
        Assert.Equal(10, live.Runner.Generation.Number);
        await live.DoAsync(new TwinCommand.Pause());

        // Each reader sees whole frames of one generation: the word of the step agrees with the header.
        static void Read(TwinRunner runner, CancellationToken stop)
        {
            while (!stop.IsCancellationRequested)
            {
                Generation generation = runner.Generation;
                int word = generation.Chassis.Signals.Single(signal => signal.Path == "chassis0/step").Word;
                int[] words = [word];
                double[] values = new double[1];
                for (int i = 0; i < 1000; i++)
                {
                    Assert.True(generation.Frames.TryReadLatest(words, values, out FrameHeader header));
                    Assert.Equal(header.Step, values[0]);
                }
            }
        }
    }

    [Fact]
    public async Task Restore_OfASnapshotFromBefore_WorksForTheSameStructureOnly()
    {
        await using var live = new ExchangeRun();
        await MoveAsync(live, 0, 40);
        ulong hash = (await live.Library.TakeAsync("before", string.Empty, "test")).StateHash;
        ForkInfo fork = await live.Library.ForkAsync(new Moment.Live(), "what", string.Empty, [], "test");
        await MoveAsync(live, 40, 40);

        Assert.False((await live.ToAsync("1.1", () => new ExchangedPart { Gain = 2 })).IsNewStructure);
        Assert.Empty(live.Library.Misfits(live.Library.Get("before").Info!));
        await live.Library.RestoreAsync("before", "test");
        Assert.Equal(hash, await live.HashAsync());
        await live.Library.CommandForkAsync("what", LiveRun.Commands(new TwinCommand.SetParameter("part/step", 2)));
        var ahead = new RecordedAhead();
        RunAheadResult result = await live.Library.RunAheadAsync(new RunAheadRequest { From = new Moment.Live(), Length = Duration.FromMilliseconds(20) }, ahead);
        await live.StepAsync(20);
        Assert.Equal(await live.HashAsync(), result.StateHash);

        Assert.True((await live.ToAsync("2.0", () => new ExchangedPart { HasMore = true })).IsNewStructure);
        SnapshotException refusal = await Assert.ThrowsAsync<SnapshotException>(() => live.Library.RestoreAsync("before", "test"));
        Assert.Equal(SnapshotStatus.Unfit, refusal.Status);
        Assert.Contains("The snapshot 'before' was taken with the plugin plugin.part 1.0 (hash-1.0), loaded is plugin.part 2.0 (hash-2.0)", refusal.Message, StringComparison.Ordinal);
        refusal = await Assert.ThrowsAsync<SnapshotException>(() => live.Library.CommandForkAsync(fork.Name, LiveRun.Commands(new TwinCommand.SetParameter("part/step", 2))));
        Assert.Contains("The fork 'what' is of the chassis before a reload", refusal.Message, StringComparison.Ordinal);
        result = await live.Library.RunAheadAsync(new RunAheadRequest { From = new Moment.Live(), Length = Duration.FromMilliseconds(20) }, new RecordedAhead());
        await live.StepAsync(20);
        Assert.Equal(await live.HashAsync(), result.StateHash);
    }

    [Fact]
    public async Task CommandLog_OfARunWithAReload_SaysSoAndCannotBringTheBuild()
    {
        var live = new ExchangeRun();
        await using (live)
        {
            await live.StepAsync(5);
            await live.ToAsync("1.1", () => new ExchangedPart { Gain = 2 });
            await live.DoAsync(new TwinCommand.SetParameter("part/step", 2));
            await live.ToAsync("2.0", () => new ExchangedPart { HasMore = true });
            CommandOutcome refusal = await live.Runner.SendAsync(new TwinCommand.Reload([], []));
            Assert.Equal(CommandStatus.InvalidState, refusal.Status);
        }

        Assert.Equal([5L, 5L, 5L], live.Runner.CommandLog.Select(logged => logged.Step));
        TwinCommand.Reload first = Assert.IsType<TwinCommand.Reload>(live.Runner.CommandLog[0].Command);
        Assert.Equal(("test", "plugin.part 1.0 (hash-1.0)", "plugin.part 1.1 (hash-1.1)"), (first.Origin, Assert.Single(first.Before).ToString(), Assert.Single(first.After).ToString()));
        Assert.IsType<TwinCommand.SetParameter>(live.Runner.CommandLog[1].Command);
        Assert.IsType<TwinCommand.Reload>(live.Runner.CommandLog[2].Command);
        using var late = new ModelExchange(live.Runner);
        Assert.Equal(ExchangeStatus.Unavailable, (await late.ExchangeAsync(ExchangeRun.Kinds("1.0", () => new ExchangedPart()), "test")).Status);
    }

    [Fact]
    public void Steps_AfterAnExchange_AllocateNothing()
    {
        CompileResult result = ChassisCompiler.Compile(ExchangeRun.Chassis, ExchangeRun.Kinds("1.0", () => new ExchangedPart()));
        var running = new Simulation(result.Model!, LiveRun.Traffic);
        running.Start();
        running.Step();
        ChassisModel other = ChassisCompiler.Compile(ExchangeRun.Chassis, ExchangeRun.Kinds("2.0", () => new ExchangedPart { HasMore = true })).Model!;
        var succession = new Succession(running, new Generation(0, running.Model.Chassis, running.Frames, running.Events), other, new StateTransfer(running.Model, other), new TwinCommand.Reload([], []));
        Simulation next = succession.Take(running)!;
        Bench.Bench.Step(next, 200);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Bench.Bench.Step(next, 2000);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static Action<double> Throw(double above) => count =>
    {
        if (count > above)
        {
            throw new InvalidOperationException("on purpose");
        }
    };

    private static async Task MoveAsync(ExchangeRun run, int from, int steps)
    {
        for (int step = from; step < from + steps; step++)
        {
            if (step % 7 == 0)
            {
                await run.DoAsync(new TwinCommand.OverrideActuator("fan0/speed", 0.5 + (0.4 * Math.Sin(0.02 * step)), null));
                await run.DoAsync(new TwinCommand.SetParameter("h0/power", 40 + (30 * Math.Sin(0.05 * step))));
                await run.DoAsync(new TwinCommand.SetParameter("part/step", 2 + Math.Sin(step)));
            }

            await run.StepAsync(1);
        }
    }
}
