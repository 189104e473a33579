using Twin.Contracts;
using Twin.Engine.Description;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Tests.Bench;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.State;

public sealed class StateTests
{
    private static readonly ScheduleDescription Mixed = new(
        Duration.FromMilliseconds(1), Duration.FromMilliseconds(3), Duration.FromMilliseconds(7), Duration.FromMilliseconds(10));

    [Fact]
    public void Restore_AtAHundredSteps_GoesOnAsIfNothingHadHappened()
    {
        Simulation simulation = Make();
        Simulation replayed = Run(simulation.Model);
        for (int round = 0; round < 100; round++)
        {
            // Lengths between 1 and 23 steps, never in phase with the stages for long.
            int length = 1 + (round * 37 % 23);
            for (int i = 0; i < length; i++)
            {
                Advance(simulation);
            }

            ChassisState snapshot = simulation.State.Clone();
            replayed.Restore(snapshot);
            for (int i = 0; i < 100; i++)
            {
                Advance(simulation);
                Advance(replayed);
            }

            Assert.Equal(simulation.State.Hash(), replayed.State.Hash());
            Assert.True(simulation.State.Words[1..].SequenceEqual(replayed.State.Words[1..]));
            simulation.Restore(snapshot);
        }
    }

    [Fact]
    public void Run_Twice_GivesTheSameBits()
    {
        Simulation first = Make();
        Simulation second = Make();
        for (int i = 0; i < 2000; i++)
        {
            Advance(first);
            Advance(second);
        }

        Assert.Equal(first.State.Hash(), second.State.Hash());
    }

    [Fact]
    public void Replay_OfTheCommandLog_GivesTheSameBits()
    {
        Simulation first = Make();
        for (int i = 0; i < 1500; i++)
        {
            Advance(first);
        }

        Simulation second = Run(first.Model);
        int next = 0;
        while (second.State.Step < first.State.Step)
        {
            while (next < first.Commands.Count && first.Commands[next].Step == second.State.Step)
            {
                second.Do(first.Commands[next++].Command);
            }

            second.Step();
        }

        Assert.Equal(first.Commands.Count, next);
        Assert.Equal(first.State.Hash(), second.State.Hash());
    }

    [Fact]
    public void Replay_OfALogWithRestores_GivesTheSameBits()
    {
        // Back twice, once to a step that was passed before with a command at it, once forward into a state of another run.
        Simulation first = Make();
        Simulation other = Run(first.Model);
        for (int i = 0; i < 450; i++)
        {
            Advance(other);
        }

        for (int i = 0; i < 120; i++)
        {
            Advance(first);
        }

        ChassisState early = first.State.Clone();
        for (int i = 0; i < 200; i++)
        {
            Advance(first);
        }

        first.Restore(early);
        first.Do(new TwinCommand.SetParameter("h0/power", 33));
        for (int i = 0; i < 100; i++)
        {
            Advance(first);
        }

        first.Restore(other.State);

        // What becomes of the state that was restored is its owner's business.
        other.Step(10);
        for (int i = 0; i < 150; i++)
        {
            Advance(first);
        }

        Assert.Equal(2, first.Commands.Count(logged => logged.Command is TwinCommand.Restore));
        Simulation second = Run(first.Model);
        int next = 0;
        while (next < first.Commands.Count || second.State.Step < first.State.Step)
        {
            while (next < first.Commands.Count && first.Commands[next].Step == second.State.Step)
            {
                second.Do(first.Commands[next++].Command);
            }

            if (next < first.Commands.Count || second.State.Step < first.State.Step)
            {
                second.Step();
            }
        }

        Assert.Equal(first.State.Hash(), second.State.Hash());
    }

    [Fact]
    public void Apply_RestoreOfAnotherChassis_IsRefused()
    {
        Simulation simulation = Make();
        Assert.Equal(CommandStatus.InvalidState, simulation.Apply(new TwinCommand.Restore(Make().State)).Status);
        Assert.Throws<ArgumentException>(() => simulation.Restore(Make().State));
        Assert.Empty(simulation.Commands);
    }

    [Fact]
    public void Restore_MoreOftenThanTheLogHolds_IsCounted()
    {
        Simulation simulation = Make();
        ChassisState state = simulation.State.Clone();
        for (int i = 0; i < Simulation.MaximumLoggedSnapshots + 3; i++)
        {
            simulation.Restore(state);
        }

        Assert.Equal(Simulation.MaximumLoggedSnapshots, simulation.Commands.Count);
        Assert.Equal(3, simulation.UnloggedCommands);
    }

    [Fact]
    public void Epochs_OfAFamilyOfForks_AreAllDifferent()
    {
        Simulation parent = Make();
        ChassisState state = parent.State.Clone();
        Simulation first = parent.Fork();
        Simulation second = parent.Fork();
        Simulation child = first.Fork();
        List<long> epochs = [parent.State.Epoch, first.State.Epoch, second.State.Epoch, child.State.Epoch];
        second.Restore(state);
        epochs.Add(second.State.Epoch);
        parent.Restore(state);
        epochs.Add(parent.State.Epoch);
        Assert.Equal(epochs.Count, epochs.Distinct().Count());
    }

    [Fact]
    public void Apply_Refused_ChangesNothingAndIsNotLogged()
    {
        Simulation simulation = Make();
        simulation.Step(5);
        ulong before = simulation.State.Hash();
        Assert.Equal(CommandStatus.NotFound, simulation.Apply(new TwinCommand.SetParameter("h9/power", 1)).Status);
        CommandOutcome range = simulation.Apply(new TwinCommand.SetParameter("h0/power", 1e9));
        Assert.Equal((CommandStatus.InvalidValue, 0.0, 1000.0), (range.Status, range.Minimum, range.Maximum));
        Assert.Equal(CommandStatus.InvalidValue, simulation.Apply(new TwinCommand.SetParameter("h0/power", double.NaN)).Status);
        Assert.Equal(CommandStatus.InvalidState, simulation.Apply(new TwinCommand.SetPresence("h0", true)).Status);
        Assert.Equal(CommandStatus.InvalidState, simulation.Apply(new TwinCommand.SetPresence("d0", false)).Status);
        Assert.Equal(CommandStatus.InvalidState, simulation.Apply(new TwinCommand.Pause()).Status);
        Assert.Equal(CommandStatus.InvalidValue, simulation.Apply(new TwinCommand.OverrideActuator("fan0/speed", 1, Duration.Zero)).Status);
        Assert.Equal(CommandStatus.NotFound, simulation.Apply(new TwinCommand.ChooseWorkload("nothing")).Status);
        Assert.Equal(before, simulation.State.Hash());
        Assert.Empty(simulation.Commands);
    }

    [Fact]
    public void Fork_AndItsParent_DoNotTouchEachOther()
    {
        Simulation parent = Make();
        parent.Step(50);
        Simulation fork = parent.Fork();
        Assert.Equal(parent.State.Hash(), fork.State.Hash());
        Assert.True(fork.State.Epoch > parent.State.Epoch);
        ulong before = parent.State.Hash();
        fork.Do(new TwinCommand.SetParameter("h0/power", 500));
        fork.Step(200);
        Assert.Equal(before, parent.State.Hash());
        Simulation second = parent.Fork();
        parent.Step(100);
        second.Step(100);
        Assert.Equal(parent.State.Hash(), second.State.Hash());
        Assert.NotEqual(parent.State.Hash(), fork.State.Hash());
    }

    [Fact]
    public void CopyFrom_AStateOfAnotherChassis_IsRefused()
    {
        Simulation first = Make();
        Simulation second = Make();
        Assert.Throws<ArgumentException>(() => first.State.CopyFrom(second.State));
    }

    [Fact]
    public void Step_TenThousandTimes_AllocatesNothing()
    {
        Simulation simulation = Make();
        for (int i = 0; i < 1200; i++)
        {
            Advance(simulation);
        }

        simulation.Step(100);
        AllocationWindow window = AllocationWindow.Open();
        for (int i = 0; i < 10_000; i++)
        {
            simulation.Step();
        }

        Assert.Equal(0, window.Bytes);
    }

    [Fact]
    public void Step_OfAnOpticalChassisTenThousandTimes_AllocatesNothing()
    {
        Simulation simulation = Run(OpticalChassis.Description with { Schedule = Mixed }, OpticalChassis.Parts());
        simulation.Step(200);
        AllocationWindow window = AllocationWindow.Open();
        for (int i = 0; i < 10_000; i++)
        {
            simulation.Step();
        }

        Assert.Equal(0, window.Bytes);
    }

    [Fact]
    public void Restore_OfAnOpticalChassisWithAPulledEngine_GoesOnAsIfNothingHadHappened()
    {
        Simulation simulation = Run(OpticalChassis.Description with { Schedule = Mixed, Initial = InitialCondition.Steady }, OpticalChassis.Parts());
        simulation.Step(20);
        simulation.Do(new TwinCommand.SetPresence("oe1", false));
        simulation.Step(4);
        simulation.Do(new TwinCommand.SetPresence("oe1", true));
        simulation.Step(2);
        Simulation fork = simulation.Fork();
        simulation.Step(100);
        fork.Step(100);
        Assert.Equal(simulation.State.Hash(), fork.State.Hash());
    }

    [Fact]
    public void Seed_Another_GivesOtherNoiseAndNothingElseDiffers()
    {
        Simulation first = Noisy(1);
        Simulation second = Noisy(2);
        first.Step(100);
        second.Step(100);
        Assert.NotEqual(first.Value("part/noise"), second.Value("part/noise"));
        Assert.Equal(first.Value("part/n/temperature"), second.Value("part/n/temperature"));
    }

    private static Simulation Noisy(ulong seed)
    {
        RandomStream stream = default;
        Signal<Ratio> noise = default;
        return Run(
            Plain with { Seed = seed, Zones = [Zone("board", 1, 1)], Mounts = [Mount("part.base", "board", 1)] },
            ("part", () => new PowerPart(
                builder =>
                {
                    builder.Couple(builder.ThermalNode("n", JPerK(1)), builder.Mount("base"), WPerK(1));
                    stream = builder.RandomStream("s");
                    noise = builder.Signal<Ratio>("noise", SignalKind.Truth, new("Noise."));
                },
                (in StepContext step) => step.Set(noise, Ratio.FromFraction(step.NextNormal(stream))))));
    }

    private static Simulation Make() => Run(MovingChassis.Description with { Schedule = Mixed, Initial = InitialCondition.Steady }, MovingChassis.Parts);

    private static void Advance(Simulation simulation)
    {
        MovingChassis.Move(simulation, (int)simulation.State.Step);
        simulation.Step();
    }
}
