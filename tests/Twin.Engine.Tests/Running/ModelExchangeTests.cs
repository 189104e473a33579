using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Engine.Running;
using Twin.Engine.Snapshots;
using Twin.Engine.Stepping;
using Twin.Engine.Tests.Bench;
using Twin.Engine.Tests.Snapshots;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

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
        using var held = new HeldCalls();
        var options = new ModelExchangeOptions { TrialTime = where == "step" ? TimeSpan.FromSeconds(0.3) : SafetyNet };
        await using var live = new ExchangeRun(options: options, describeLimit: TimeSpan.FromSeconds(1));
        await live.StepAsync(20);
        ExchangeOutcome outcome = await live.ToAsync("2.0", () => where == "step" ? new ExchangedPart { Disturb = _ => held.Call() } : new Part(_ => held.Call()));
        Assert.Equal((ExchangeStatus.Rejected, true), (outcome.Status, outcome.HasLostThread));
        Problem problem = Assert.Single(outcome.Problems);
        Assert.Equal((code, where == "step" ? "plugins" : "chassis0/part"), (problem.Code, problem.Path));
        await live.StepAsync(20);
        Assert.Equal(40, await live.ValueAsync("part/count-shown"));

        // The next one finds nothing in its way.
        held.Release();
        using var patient = new ModelExchange(live.Runner);
        Assert.Equal(ExchangeStatus.Exchanged, (await patient.ExchangeAsync(ExchangeRun.Kinds("3.0", () => new ExchangedPart()), "test")).Status);
    }

    [Fact]
    public async Task Exchange_ForABuildWhoseResetHangsInTheRun_IsQuarantinedAndTheRunGoesOn()
    {
        using var held = new HeldCalls();
        await using var live = new ExchangeRun(hangLimit: TimeSpan.FromSeconds(0.3));
        await live.StepAsync(20);

        // The first reset is that of the trial.
        ExchangeOutcome outcome = await live.ToAsync("2.0", () => new ExchangedPart { HasMore = true, OnReset = held.At(2) });
        Assert.Equal((ExchangeStatus.Exchanged, true, true, 20L), (outcome.Status, outcome.HasLostThread, outcome.IsNewStructure, outcome.Step));
        await live.StepAsync(20);
        Assert.Equal((40L, 1), (live.Position.Step, live.Runner.Generation.Number));
        Assert.Equal(1, await live.ValueAsync("quarantined-components"));
        Assert.Equal("chassis0/part", Assert.Single(live.Runner.Quarantines).Path);
        Assert.Equal(["reloaded", "part/quarantined", "thread-lost"], live.Events().Names);

        // A better build has its chance.
        Assert.Equal(ExchangeStatus.Exchanged, (await live.ToAsync("3.0", () => new ExchangedPart { HasMore = true })).Status);
        await live.StepAsync(5);
        Assert.Equal((0.0, 5.0), (await live.ValueAsync("quarantined-components"), await live.ValueAsync("part/count-shown")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Exchange_WhereOneOfTwoResetsHangs_ResetsTheOtherOne(bool isTheFirst)
    {
        using var held = new HeldCalls();
        await using var live = new ExchangeRun(hangLimit: TimeSpan.FromSeconds(0.3), second: () => new ExchangedPart());
        await live.StepAsync(20);
        ExchangedPart Stuck() => new() { Default = 2, OnReset = held.At(2) };
        ExchangedPart Sound() => new() { Default = 2, Limit = 0.5 };
        (string stuck, string sound) = isTheFirst ? ("part", "second") : ("second", "part");
        ExchangeOutcome outcome = await live.Exchange.ExchangeAsync(ExchangeRun.Kinds("2.0", isTheFirst ? Stuck : Sound, isTheFirst ? Sound : Stuck, "2.0"), "test");
        Assert.Equal((ExchangeStatus.Exchanged, true), (outcome.Status, outcome.HasLostThread));
        Assert.Equal(["chassis0/part", "chassis0/second"], outcome.Reinitialized);
        Assert.Equal("chassis0/" + stuck, Assert.Single(live.Runner.Quarantines).Path);
        Assert.Equal(-1, await live.ValueAsync(sound + "/count-shown"));
        await live.StepAsync(1);
        Assert.Equal(2, await live.ValueAsync(sound + "/count-shown"));
        Assert.Equal(1, live.Events().Names.Count(name => name == sound + "/count-high"));
    }

    [Fact]
    public async Task Exchange_WhereBothResetsHang_QuarantinesBoth()
    {
        using var held = new HeldCalls();
        await using var live = new ExchangeRun(hangLimit: TimeSpan.FromSeconds(0.3), second: () => new ExchangedPart());
        await live.StepAsync(20);
        ExchangeOutcome outcome = await live.Exchange.ExchangeAsync(ExchangeRun.Kinds("2.0", Stuck, Stuck, "2.0"), "test");
        Assert.Equal((ExchangeStatus.Exchanged, true), (outcome.Status, outcome.HasLostThread));
        await live.StepAsync(5);
        Assert.Equal(["chassis0/part", "chassis0/second"], live.Runner.Quarantines.Select(notice => notice.Path));
        Assert.Equal(2, live.Runner.Pacing.LostThreads);

        ExchangedPart Stuck() => new() { Default = 2, OnReset = held.At(2) };
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Exchange_BeforeAStepIsDoneAgain_TellsNothingTwiceAndLeavesAHungPartUncalled(bool isNewStructure)
    {
        using var held = new HeldCalls();
        Succession? succession = null;
        Task<CommandOutcome>? exchange = null;
        TwinRunner? runner = null;
        await using var live = new ExchangeRun(
            () => new ExchangedPart { Disturb = Throw(above: 5) }, hangLimit: TimeSpan.FromSeconds(0.3), second: () => new ExchangedPart { Disturb = Hang });
        runner = live.Runner;
        await live.StepAsync(5);
        ChassisModel next = ChassisCompiler.Compile(
            ExchangeRun.ChassisWithSecond, ExchangeRun.Kinds("1.1", () => new ExchangedPart { Disturb = Throw(above: 5), Text = isNewStructure ? "Other." : "Count." }, () => new ExchangedPart { Disturb = Hang })).Model!;
        var transfer = new StateTransfer(live.Runner.Model, next);
        Assert.Equal(isNewStructure, !transfer.IsSameStructure);
        succession = new Succession(live.Runner.Simulation, live.Runner.Generation, next, transfer, new TwinCommand.Reload([], []));
        EventLog before = live.Runner.Events;

        // The first part throws and readers are told, the second one hangs; what is asked meanwhile comes before the step is done again.
        await live.StepAsync(3);
        CommandOutcome outcome = await exchange!;
        Assert.Equal((CommandStatus.Applied, 5L), (outcome.Status, succession.Step));
        string[] told = [.. Names(before, live), .. isNewStructure ? live.Events().Names : []];
        Assert.Equal(isNewStructure ? 2 : 1, told.Count(name => name == "part/quarantined"));
        Assert.Equal(["chassis0/part", "chassis0/second"], live.Runner.Quarantines.Select(notice => notice.Path));

        // Its code is the one that has not returned.
        Assert.True(live.Runner.Quarantines[1].HasLostThread);
        outcome = await live.Runner.SendAsync(new TwinCommand.ResetComponent("second"));
        Assert.Equal(CommandStatus.InvalidState, outcome.Status);
        Assert.Contains("'chassis0/second' cannot be called again", outcome.Message, StringComparison.Ordinal);
        Assert.Equal(1, live.Runner.Pacing.LostThreads);

        void Hang(double count)
        {
            if (count > 5)
            {
                exchange ??= runner!.SendAsync(new TwinCommand.Exchange(succession!));
                held.Call();
            }
        }
    }

    [Fact]
    public async Task Exchange_OfAPausedRun_TriesTheStateWithItsLastCommands()
    {
        await using var live = new ExchangeRun(second: () => new ExchangedPart { Disturb = Throw(above: 50) });
        await live.StepAsync(20);
        await live.DoAsync(new TwinCommand.Quarantine("second", "By hand."));
        Assert.Equal(ExchangeStatus.Exchanged, (await live.ToAsync("1.1", () => new ExchangedPart())).Status);
        Assert.Equal("By hand.", Assert.Single(live.Runner.Quarantines).Reason);
    }

    [Fact]
    public async Task Exchange_WhereAPartThatStaysFailsInTheTrial_IsRejectedAndSaysWhich()
    {
        await using var live = new ExchangeRun(second: () => new ExchangedPart { Disturb = Throw(above: 50) });
        await live.StepAsync(20);
        ExchangeOutcome outcome = await live.ToAsync("1.1", () => new ExchangedPart());
        Problem problem = Assert.Single(outcome.Problems);
        Assert.Equal((ExchangeStatus.Rejected, "TW0702", "components.second"), (outcome.Status, problem.Code, problem.Path));
        Assert.Contains("beside the new build, 'chassis0/second' of plugin.second, which stays as it is, was quarantined", problem.Message, StringComparison.Ordinal);

        // When it has failed by itself, the build is taken.
        await live.StepAsync(40);
        Assert.Equal(ExchangeStatus.Exchanged, (await live.ToAsync("1.1", () => new ExchangedPart())).Status);
        Assert.Equal("chassis0/second", Assert.Single(live.Runner.Quarantines).Path);
    }

    [Fact]
    public async Task Exchange_OfAPartWhoseResetThrows_TellsOfItOnce()
    {
        await using var live = new ExchangeRun(() => new ExchangedPart { Limit = 5 });
        await live.StepAsync(20);
        int resets = 0;
        Assert.Equal(ExchangeStatus.Exchanged, (await live.ToAsync("2.0", () => new ExchangedPart { Default = 2, OnReset = () => Fail(++resets) })).Status);
        Assert.Equal(["reloaded", "part/count-high", "part/quarantined"], live.Events().Names);
        Assert.Equal(1, await live.ValueAsync("quarantined-components"));

        static void Fail(int times)
        {
            if (times == 2)
            {
                throw new InvalidOperationException("on purpose");
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
    public void Succession_OfAPackageThatIsReducedAnew_StartsAsWarmAsItIs()
    {
        ChassisDescription chassis = Plain with
        {
            Zones = [Zone("board", 100, 2)],
            Packages = [Stack("pkg", 8, 8, 1) with { Dies = [Die("d0.die", 0, 0)], Top = [Film("board", 50_000)] }],
            Rails = [Rail("bus", "psu.out", "d0.supply")],
            Mounts = [Mount("psu.base", "board", 1)],
        };
        ChassisModel first = Compile(chassis, ("psu", () => new Supply(12, 400)), ("d0", () => new PoweredDie(8)));
        ChassisModel second = Compile(chassis, ("psu", () => new Supply(12, 400)), ("d0", () => new PoweredDie(4)));
        Simulation running = Run(first);
        running.Step(2000);
        double before = running.Value("d0/core/temperature");
        Assert.True(before > 25, $"{before}");
        var transfer = new StateTransfer(first, second);
        Assert.True(Assert.Single(transfer.StartsPackageAnew));
        Simulation next = new Succession(running, new Generation(0, first.Chassis, running.Frames, running.Events), second, transfer, new TwinCommand.Reload([], [])).Take(running)!;
        Assert.Equal(before, next.Value("d0/core/temperature"));

        // Half of the area with the same power is hotter in the end, and never as cold as the room on the way.
        for (int i = 0; i < 100; i++)
        {
            next.StepBalanced(1);
            Assert.InRange(next.Value("d0/core/temperature"), before - 5, before + 30);
        }
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
        next.Step(200);
        long before = GC.GetAllocatedBytesForCurrentThread();
        next.Step(2000);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>A die of 8 by 8 mm with a block over its whole height that turns 10 W into heat.</summary>
    private sealed class PoweredDie(double widthMm) : IComponent, IPowerBehavior
    {
        private DieBlock _core;
        private RailLoad _supply;

        public void Describe(IComponentBuilder builder)
        {
            Die die = builder.Die("die", new(
                Mm(8), Mm(8), Mm(0.775), VolumetricHeatCapacity.FromMegajoulesPerCubicMeterKelvin(1.66), ThermalConductivity.FromWattsPerMeterKelvin(120)));
            _core = builder.DieBlock(die, "core", new DieRectangle(Mm(0), Mm(0), Mm(widthMm), Mm(8)));
            _supply = builder.RailLoad("supply", Voltage.FromVolts(12), Power.FromWatts(100));
        }

        public void StepPower(in StepContext step) => step.AddHeat(_core, step.Draw(_supply, Power.FromWatts(10)));
    }

    // Under the structure that the run has now, whose events have the same identities as far as they are asked for here.
    private static string[] Names(EventLog events, ExchangeRun live)
    {
        var records = new EventRecord[events.Capacity];
        long from = 0;
        int count = events.Read(ref from, records, out _);
        return [.. records.Take(count).Select(record => (record.IsCleared ? "-" : string.Empty) + live.Runner.Chassis.Events[record.Event].Path["chassis0/".Length..])];
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
