using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;
using Twin.Engine.Tests.Bench;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Control;

/// <summary>What hw.status is made of: states that mean something, tripped converters, critical alarms, and the engine's own condition.</summary>
public sealed class HealthTests
{
    [Fact]
    public void Status_WithHealth_RaisesAndClearsTheAlarmOfItsState()
    {
        int state = 0;
        Simulation simulation = Make(() => state);
        simulation.Step(2);
        Assert.Equal("ok", Health(simulation, "part"));
        Assert.Empty(simulation.EventNames());

        state = 1;
        simulation.Step(2);
        Assert.Equal("degraded", Health(simulation, "part"));
        Assert.Equal(1, simulation.Value("active-alarms"));

        // From one bad state to another: the alarm of the first clears.
        state = 2;
        simulation.Step(2);
        Assert.Equal("failed", Health(simulation, "part"));
        Assert.Equal(1, simulation.Value("active-alarms"));

        state = 0;
        simulation.Step(2);
        Assert.Equal("ok", Health(simulation, "part"));
        Assert.Equal(0, simulation.Value("active-alarms"));
        Assert.Equal(["part/mode-slow", "-part/mode-slow", "part/mode-stopped-dead", "-part/mode-stopped-dead"], simulation.EventNames());
        EventInfo alarm = simulation.Model.Chassis.Events.Single(item => item.Path.EndsWith("mode-stopped-dead", StringComparison.Ordinal));
        Assert.Equal((AlarmSeverity.Critical, true, "It stands still."), (alarm.Severity, alarm.IsAlarm, alarm.Text));
        Assert.Equal(simulation.Signal("part/mode").Id, alarm.Signal);
    }

    [Fact]
    public void Status_BadFromTheStart_IsAnnouncedOnce()
    {
        Simulation simulation = Make(() => 2, InitialCondition.Steady);
        simulation.Step(10);
        Assert.Equal(["part/mode-stopped-dead"], simulation.EventNames());
        Assert.Equal("failed", Health(simulation, "part"));
    }

    [Fact]
    public void Part_PulledWhileBad_IsAbsentAndItsAlarmClears()
    {
        Simulation simulation = Make(() => 2);
        simulation.Step(2);
        simulation.Do(new TwinCommand.SetPresence("part", false));
        Assert.Equal("absent", Health(simulation, "part"));
        simulation.Step(2);
        Assert.Equal("absent", Health(simulation, "part"));
        Assert.Contains("-part/mode-stopped-dead", simulation.EventNames());
        simulation.Do(new TwinCommand.SetPresence("part", true));
        simulation.Step(1);
        Assert.Equal("inserting", Health(simulation, "part"));
    }

    [Fact]
    public void Part_ThatThrows_IsQuarantinedAtOnce()
    {
        int state = 0;
        Simulation simulation = Make(() => state >= 0 ? state : throw new InvalidOperationException("on purpose"));
        simulation.Step(2);
        state = -1;
        simulation.Step(1);
        Assert.Equal("quarantined", Health(simulation, "part"));
        simulation.Do(new TwinCommand.ResetComponent("part"));
        state = 0;
        simulation.Step(1);
        Assert.Equal("ok", Health(simulation, "part"));
    }

    [Fact]
    public void Converter_Tripped_HasFailed()
    {
        Simulation simulation = Run(
            Plain with { Zones = [Zone("board", 10, 5)], Mounts = [Mount("h.base", "board", 5), Mount("psu.base", "board", 5)], Rails = [Rail("bus", "psu.out", "h.supply")] },
            ("h", () => new Heater(200)), ("psu", () => new Supply(ratedW: 100)));
        simulation.Step(3);
        Assert.Equal("failed", Health(simulation, "psu"));
        simulation.Do(new TwinCommand.SetParameter("h/power", 10));
        simulation.Do(new TwinCommand.ResetComponent("psu"));
        simulation.Step(3);
        Assert.Equal("ok", Health(simulation, "psu"));
    }

    [Fact]
    public void Temperature_AboveItsCriticalLimit_IsDegraded()
    {
        // 2 W/K and more to the room at 25 degC: 300 W bring the body above 90 degC.
        Simulation simulation = Run(
            Plain with
            {
                Initial = InitialCondition.Steady,
                Zones = [Zone("board", 10, 50)],
                Mounts = [Mount("h.base", "board", 50), Mount("psu.base", "board", 5)],
                Rails = [Rail("bus", "psu.out", "h.supply")],
            },
            ("h", () => new Heater(140, capacityJPerK: 0.5)), ("psu", () => new Supply()));
        Assert.InRange(simulation.Value("h/body/temperature"), 90, 110);
        Assert.Equal("degraded", Health(simulation, "h"));
        simulation.Do(new TwinCommand.SetParameter("h/power", 10));
        simulation.Step(3000);
        Assert.Equal("ok", Health(simulation, "h"));
    }

    [Fact]
    public void Health_WithAnEntryTooFew_IsRefused()
    {
        CompileResult result = TryCompile(
            Plain with { Zones = [Zone("board", 1, 1)] },
            ("part", () => new Part(builder => builder.Health(builder.Status("mode", ["a", "b"], new("Mode.")), [StateHealth.Ok]))));
        Assert.Contains(result.Problems, problem => problem.Code == "TW0414");
    }

    private static string Health(Simulation simulation, string part)
    {
        SignalInfo signal = simulation.Signal(part + "/health");
        return signal.States[(int)simulation.State.Words[signal.Word]];
    }

    private static Simulation Make(Func<int> state, InitialCondition initial = InitialCondition.Ambient)
    {
        StatusSignal mode = default;
        return Run(
            Plain with { Initial = initial, Zones = [Zone("board", 1, 1)], Mounts = [Mount("part.base", "board", 1)] },
            ("part", () => new PowerPart(
                builder =>
                {
                    builder.Replaceable(Duration.FromMilliseconds(5));
                    builder.Couple(builder.ThermalNode("n", JPerK(1)), builder.Mount("base"), WPerK(1));
                    mode = builder.Status("mode", ["running", "slow", "StoppedDead"], new("Mode."));
                    builder.Health(mode, [StateHealth.Ok, StateHealth.Degraded("It is slow."), StateHealth.Failed("It stands still.")]);
                },
                (in StepContext step) => step.Set(mode, state()))));
    }
}
