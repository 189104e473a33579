using Twin.Contracts;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;
using Twin.Engine.Tests.Bench;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Robustness;

public sealed class FarOutOfRangeTests
{
    private const int Lanes = 7;

    [Theory]
    [InlineData(1.05, true)]
    [InlineData(-0.95, true)]
    [InlineData(1.15, false)]
    [InlineData(-1.05, false)]
    public void Signal_BeyondItsRange_QuarantinesFromTenWidthsOn(double fraction, bool isBelieved)
    {
        // Declared 0 to 10 %: the width is 0.1.
        var wild = new Wild();
        Simulation simulation = Make(wild);
        simulation.StepBalanced(3);
        wild.Share = fraction;
        simulation.StepBalanced(3);
        Assert.Equal(isBelieved ? ComponentCondition.Ok : ComponentCondition.Quarantined, simulation.Condition("wild"));
        Assert.Equal(isBelieved ? fraction : 0.05, simulation.Value("wild/share"));
        Assert.Equal(!isBelieved, simulation.Reason("wild")?.StartsWith("it set 'chassis0/wild/share' to ", StringComparison.Ordinal) ?? false);
        Assert.Equal(!isBelieved, simulation.Reason("wild")?.EndsWith($", far beyond its range of {Dimensions.Ratio.Format(0)} to {Dimensions.Ratio.Format(0.1)}", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public void Lane_FarOutOfRange_IsNamed()
    {
        for (int lane = 0; lane < Lanes; lane++)
        {
            var wild = new Wild();
            Simulation simulation = Make(wild);
            simulation.Step(2);
            wild.WildLane = lane;
            simulation.Step(1);
            Assert.Contains($"'chassis0/wild/lane{lane}/bias'", simulation.Reason("wild"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Draw_FarBeyondItsLoad_QuarantinesAndHoldsTheLastGoodOne()
    {
        var wild = new Wild();
        Simulation simulation = Make(wild);
        simulation.StepBalanced(3);
        wild.Drawn = 1.2e3;
        simulation.StepBalanced(3);
        Assert.Equal("it drew 1.2 kW at 'chassis0/wild/supply', far beyond its range of 0 W to 100 W", simulation.Reason("wild"));
        Assert.Equal(10, simulation.Value("wild/power"), 1e-9);
        Assert.Contains("wild/quarantined", simulation.EventNames());
    }

    [Fact]
    public void OpenRange_HasNothingFar()
    {
        var wild = new Wild { Open = 1e30 };
        Simulation simulation = Make(wild);
        simulation.Step(3);
        Assert.Equal(ComponentCondition.Ok, simulation.Condition("wild"));
    }

    [Fact]
    public void Command_Quarantine_HoldsWhatIsThereAndRefusesWhatMakesNoSense()
    {
        var wild = new Wild();
        Simulation simulation = Make(wild);
        simulation.StepBalanced(3);
        Assert.Equal(CommandStatus.NotFound, simulation.Apply(new TwinCommand.Quarantine("wilf", "Why not.")).Status);
        Assert.Equal(CommandStatus.InvalidValue, simulation.Apply(new TwinCommand.Quarantine("wild", " ")).Status);
        Assert.Equal(CommandStatus.InvalidValue, simulation.Apply(new TwinCommand.Quarantine("wild", new string('x', 1001))).Status);
        simulation.Do(new TwinCommand.Quarantine("wild", "Why not."));
        wild.Share = 0.09;
        simulation.StepBalanced(3);
        Assert.Equal(0.05, simulation.Value("wild/share"));
        Assert.Equal(10, simulation.Value("wild/power"), 1e-9);
        QuarantineNotice notice = Assert.Single(simulation.Quarantines);
        Assert.Equal(("chassis0/wild", "Why not.", 3L, false), (notice.Path, notice.Reason, notice.Step, notice.HasLostThread));
        simulation.Do(new TwinCommand.Quarantine("wild", "Now for another reason."));
        Assert.Equal("Now for another reason.", simulation.Reason("wild"));
        Assert.Equal(1, simulation.Value("quarantined-components"));
        simulation.Do(new TwinCommand.ResetComponent("wild"));
        simulation.StepBalanced(1);
        Assert.Empty(simulation.Quarantines);
        Assert.Equal(0.09, simulation.Value("wild/share"));
        Assert.Equal(3, simulation.Commands.Count);
        Assert.Equal(["wild/quarantined", "-wild/quarantined"], simulation.EventNames().Where(name => name.EndsWith("quarantined", StringComparison.Ordinal)));
    }

    private static Simulation Make(Wild wild) => Run(
        Plain with { Zones = [Zone("board", 100, 5)], Mounts = [Mount("*.base", "board", 2)], Rails = [Rail("bus", "psu.out", "wild.supply")] },
        ("psu", () => new Supply(standbyW: 3, linear: 0.04)),
        ("wild", () => wild));

    private sealed class Wild : IComponent, IPowerBehavior
    {
        private ThermalNode _node;
        private RailLoad _load;
        private Signal<Ratio> _share;
        private Signal<Ratio> _open;
        private LaneSignal<Current> _bias;

        public double Share { get; set; } = 0.05;

        public double Open { get; set; } = 1;

        public double Drawn { get; set; } = 10;

        public int WildLane { get; set; } = -1;

        public void Describe(IComponentBuilder builder)
        {
            _node = builder.ThermalNode("n", JPerK(2));
            builder.Couple(_node, builder.Mount("base"), WPerK(1));
            _load = builder.RailLoad("supply", Voltage.FromVolts(12), W(100));
            _share = builder.Signal<Ratio>("share", SignalKind.Truth, new("Share.", 0, 0.1));
            _bias = builder.Signals<Current>("bias", "lane", Lanes, SignalKind.Truth, new("Bias.", 0, 0.1));
            _open = builder.Signal<Ratio>("open", SignalKind.Truth, new("Open above.", 0));
        }

        public void StepPower(in StepContext step)
        {
            step.AddHeat(_node, step.Draw(_load, W(Drawn)));
            step.Set(_share, Ratio.FromFraction(Share));
            step.Set(_open, Ratio.FromFraction(Open));
            Span<Current> bias = step.Values(_bias);
            for (int lane = 0; lane < Lanes; lane++)
            {
                bias[lane] = Current.FromAmperes(lane == WildLane ? 1.2 : 0.05);
            }
        }
    }
}
