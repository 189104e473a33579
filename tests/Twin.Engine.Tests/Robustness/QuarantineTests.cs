using Twin.Contracts;
using Twin.Engine.Description;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;
using Twin.Engine.Tests.Bench;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Robustness;

public sealed class QuarantineTests
{
    internal static readonly ChassisDescription Chassis = OpticalChassis.Description with
    {
        Rails = [Rail("bus", "psu.out", "asic.supply, oe*.supply, laser.supply, bad.supply")],

        // A copper lane of its own, so that its link behaviour has something to judge.
        Channels = [.. OpticalChassis.Description.Channels, new(Ref("bad.tx"), Ref("bad.rx"), Decibels.FromDb(5), Decibels.FromDb(0), 0.01, 0.6, Length.FromMillimeters(100))],
        Ports = [.. OpticalChassis.Description.Ports, new("copper", 1, 1, BitRate.FromGigabitsPerSecond(100), Ref("bad.tx"), Ref("bad.rx"), ErrorCorrection.Kp4)],
    };

    public static TheoryData<string> Behaviors => ["power", "light", "link", "flow", "control"];

    [Theory]
    [MemberData(nameof(Behaviors))]
    public void Throw_InOneBehaviour_QuarantinesWithReasonAndBalancesClose(string where)
    {
        Villain villain = null!;
        Simulation simulation = Make(() => villain = new Villain());
        simulation.StepBalanced(10);
        double level = simulation.Value("bad/level");
        villain.ThrowIn = where;
        simulation.StepBalanced(1);
        villain.ThrowIn = string.Empty;
        simulation.StepBalanced(20);
        Assert.Equal(ComponentCondition.Quarantined, simulation.Condition("bad"));
        Assert.Equal(1, simulation.Value("quarantined-components"));
        Assert.Contains("on purpose", simulation.Reason("bad"), StringComparison.Ordinal);
        Assert.Contains("bad/quarantined", simulation.EventNames());
        Assert.Equal(10, simulation.Value("bad/power"), 1e-9);

        // Power and light of the failing step are taken back; what failed later found them done.
        Assert.Equal(where is "link" or "control" ? level + 1 : level, simulation.Value("bad/level"));
        simulation.Do(new TwinCommand.ResetComponent("bad"));
        simulation.StepBalanced(5);
        Assert.Equal(ComponentCondition.Ok, simulation.Condition("bad"));
        Assert.Null(simulation.Reason("bad"));
        Assert.Equal(0, simulation.Value("quarantined-components"));
        Assert.Contains("-bad/quarantined", simulation.EventNames());
        Assert.Equal(5, simulation.Value("bad/level"));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Output_NotFinite_Quarantines(double value)
    {
        Villain villain = null!;
        Simulation simulation = Make(() => villain = new Villain());
        simulation.StepBalanced(5);
        double level = simulation.Value("bad/level");
        villain.Level = value;
        simulation.StepBalanced(5);
        Assert.Equal(ComponentCondition.Quarantined, simulation.Condition("bad"));
        Assert.Equal(level, simulation.Value("bad/level"));
        Assert.NotNull(simulation.Reason("bad"));
    }

    [Theory]
    [InlineData("flow")]
    [InlineData("link")]
    [InlineData("control")]
    public void Heat_PostedOutsideItsStage_Quarantines(string where)
    {
        Villain villain = null!;
        Simulation simulation = Make(() => villain = new Villain());
        simulation.StepBalanced(5);
        villain.PostIn = where;
        simulation.StepBalanced(5);
        Assert.Contains("StepPower and StepLight", simulation.Reason("bad"), StringComparison.Ordinal);
    }

    [Fact]
    public void Handle_OfAnotherComponent_NeverReachesANeighbour()
    {
        Villain other = null!;
        Villain villain = null!;
        ChassisDescription description = Chassis with { Rails = [Rail("bus", "psu.out", "asic.supply, oe*.supply, laser.supply, bad.supply, good.supply")] };
        Simulation simulation = Run(description, [.. OpticalChassis.Parts(), ("bad", () => villain = new Villain()), ("good", () => other = new Villain(3))]);
        simulation.StepBalanced(5);
        villain.Borrow = other;
        simulation.Step(5);
        Assert.Equal(ComponentCondition.Ok, simulation.Condition("good"));
        Assert.Equal(0, simulation.Value("good/imbalance"), 1e-9);
    }

    [Theory]
    [MemberData(nameof(Behaviors))]
    public void Others_AreBitIdentical_ToARunInWhichItIsHeld(string where)
    {
        // Heldback does by itself, from the same step on, what the engine does to the one that failed.
        Villain villain = null!;
        Villain heldBack = null!;
        Simulation failing = Make(() => villain = new Villain());
        Simulation held = Make(() => heldBack = new Villain());
        failing.Step(10);
        held.Step(10);
        villain.ThrowIn = where;
        heldBack.IsHeld = true;
        failing.Step(200);
        held.Step(200);
        foreach (SignalInfo signal in failing.Model.Chassis.Signals.Where(signal => !signal.Path.Contains("/bad/", StringComparison.Ordinal) && !signal.Path.Contains("copper", StringComparison.Ordinal) && signal.Name != "quarantined-components"))
        {
            Assert.True(
                BitConverter.DoubleToInt64Bits(failing.State.Words[signal.Word]) == BitConverter.DoubleToInt64Bits(held.State.Words[signal.Word]), signal.Path);
        }
    }

    [Fact]
    public void Throw_OnReset_QuarantinesWithoutTakingTheRunDown()
    {
        Simulation simulation = Run(
            Plain with { Zones = [Zone("board", 1, 1)], Mounts = [Mount("bad.base", "board", 1)] },
            ("bad", () => new ResetPart(
                builder => builder.Couple(builder.ThermalNode("n", JPerK(1)), builder.Mount("base"), WPerK(1)),
                (in StepContext step) => { },
                (in StepContext step) => throw new NotSupportedException("no reset"))));
        simulation.StepBalanced(3);
        Assert.Equal(ComponentCondition.Quarantined, simulation.Condition("bad"));
        Assert.Contains("no reset", simulation.Reason("bad"), StringComparison.Ordinal);
        simulation.Do(new TwinCommand.ResetComponent("bad"));
        Assert.Equal(ComponentCondition.Quarantined, simulation.Condition("bad"));
        Assert.Equal(1, simulation.Value("quarantined-components"));
    }

    [Fact]
    public void Throw_WhileSettling_IsReportedAsAnEvent()
    {
        var villain = new Villain { ThrowIn = "power" };
        Simulation simulation = Run(Chassis with { Initial = InitialCondition.Steady }, [.. OpticalChassis.Parts(), ("bad", () => villain)]);
        Assert.Equal(ComponentCondition.Quarantined, simulation.Condition("bad"));
        simulation.StepBalanced(3);
        Assert.Contains("bad/quarantined", simulation.EventNames());
    }

    [Fact]
    public void Quarantined_LightSourceWithoutSupply_GoesDark()
    {
        Simulation simulation = Run(OpticalChassis.Description, [.. OpticalChassis.Parts().Where(part => part.Item1 != "laser"), ("laser", () => new FailingLaser())]);
        simulation.StepBalanced(5);
        simulation.Step(5);
        Assert.Equal(ComponentCondition.Quarantined, simulation.Condition("laser"));
        Assert.True(simulation.Value("laser/output0/out/power") > 0);
        simulation.Do(new TwinCommand.InjectFault("psu/dead", 1));
        simulation.StepBalanced(3);
        Assert.Equal(0, simulation.Value("laser/output0/out/power"));
    }

    [Fact]
    public void Restore_OfAStateBeforeTheQuarantine_ForgetsTheReason()
    {
        Villain villain = null!;
        Simulation simulation = Make(() => villain = new Villain());
        simulation.Step(5);
        ChassisState before = simulation.State.Clone();
        villain.ThrowIn = "power";
        simulation.Step(1);
        ChassisState after = simulation.State.Clone();
        simulation.Restore(before);
        Assert.Null(simulation.Reason("bad"));
        simulation.Restore(after);
        Assert.NotNull(simulation.Reason("bad"));
    }

    private static Simulation Make(Func<IComponent> make) => Run(Chassis, [.. OpticalChassis.Parts(), ("bad", make)]);

    /// <summary>Does everything right until told otherwise. Its level rises by one in each power call, from 0.</summary>
    private sealed class Villain(int extraSignals = 0) : IComponent, IPowerBehavior, ILightBehavior, ILinkBehavior, IFlowBehavior, IControlBehavior
    {
        private ThermalNode _node;
        private RailLoad _load;
        private Signal<Ratio> _level;
        private StateVariable<double> _count;

        public string ThrowIn { get; set; } = string.Empty;

        public string PostIn { get; set; } = string.Empty;

        public double? Level { get; set; }

        public bool IsHeld { get; set; }

        public Villain? Borrow { get; set; }

        public void Describe(IComponentBuilder builder)
        {
            for (int i = 0; i < extraSignals; i++)
            {
                builder.Signal<Ratio>($"extra{i}", SignalKind.Truth, new("Extra."));
            }

            _node = builder.ThermalNode("n", JPerK(2));
            builder.Couple(_node, builder.Mount("base"), WPerK(1));
            _load = builder.RailLoad("supply", Voltage.FromVolts(12), W(100));
            _level = builder.Signal<Ratio>("level", SignalKind.Truth, new("Level."));
            _count = builder.State("count", 0.0);

            builder.ElectricalTransmitter("tx", 1, Asic.Format, new(Voltage.FromMillivolts(900), Decibels.FromDb(36), 0.005, Frequency.FromGigahertz(45)));
            builder.ElectricalReceiver("rx", 1, Asic.Format, new(Voltage.FromMillivolts(1), Frequency.FromGigahertz(45), Equalizer.Linear, Decibels.FromDb(1)));
        }

        public void StepPower(in StepContext step)
        {
            if (!IsHeld)
            {
                step.State(_count)++;
            }

            Villain self = Borrow ?? this;
            step.AddHeat(self._node, step.Draw(_load, W(10)));
            step.Set(self._level, Ratio.FromFraction(Level ?? step.State(_count)));
            Check("power", step);
        }

        public void StepLight(in StepContext step) => Check("light", step);

        public void StepLink(in StepContext step) => Check("link", step);

        public void StepFlow(in StepContext step) => Check("flow", step);

        public void StepControl(in StepContext step) => Check("control", step);

        private void Check(string where, in StepContext step)
        {
            if (PostIn == where)
            {
                step.AddHeat(_node, W(5));
            }

            if (ThrowIn == where)
            {
                step.Set(_level, Ratio.FromFraction(-1));
                step.State(_count) = -1000;
                throw new InvalidOperationException("on purpose");
            }
        }
    }

    private sealed class FailingLaser : IComponent, IPowerBehavior, ILightBehavior
    {
        private readonly Laser _laser = new(4);
        private int _calls;

        public void Describe(IComponentBuilder builder) => _laser.Describe(builder);

        public void StepPower(in StepContext step)
        {
            if (++_calls > 5)
            {
                throw new InvalidOperationException("worn out");
            }

            _laser.StepPower(step);
        }

        public void StepLight(in StepContext step) => _laser.StepLight(step);
    }
}
