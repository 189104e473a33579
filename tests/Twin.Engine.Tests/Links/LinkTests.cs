using Twin.Contracts;
using Twin.Engine.Description;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Tests.Bench;
using Twin.Physics.Signal;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Links;

public sealed class LinkTests
{
    [Theory]
    [InlineData(Relay.Linear)]
    [InlineData(Relay.Retimed)]
    public void Margin_MoreOfAnyLoss_NeverRises(Relay relay)
    {
        Assert.All(
            new Func<double, Simulation>[]
            {
                x => Run(OpticalChassis.Make(channelDb: 6 + (2 * x)), OpticalChassis.Parts(relay, relay)),
                x => Run(OpticalChassis.Make(fibreDb: 1 + x), OpticalChassis.Parts(relay, relay)),
                x => Run(OpticalChassis.Make(crosstalk: 0.005 * (1 + x)), OpticalChassis.Parts(relay, relay)),
                x => Run(OpticalChassis.Make(partnerNoise: 15 + (5 * x), partnerRinDb: -150 + (3 * x)), OpticalChassis.Parts(relay, relay)),
                x => Run(OpticalChassis.Make(), OpticalChassis.Parts(relay, relay, noise: 15 + (5 * x), snrDb: 36 - x, rinDb: -150 + (2 * x))),
            },
            make =>
            {
                double before = double.PositiveInfinity;
                double first = double.NaN;
                for (int i = 0; i < 6; i++)
                {
                    Simulation simulation = make(i);
                    simulation.Step(2);
                    double margin = simulation.Value("port0/margin");
                    Assert.True(margin <= before, $"{margin} after {before}");
                    first = i == 0 ? margin : first;
                    before = margin;
                }

                Assert.True(before < first - 0.05, $"{first} to {before}");
            });
    }

    [Fact]
    public void Chain_Linear_IsJudgedAtItsEndsOnly()
    {
        Simulation simulation = Run(OpticalChassis.Description, OpticalChassis.Parts());
        simulation.Step(2);
        Assert.True(Has(simulation, "asic/lane00/rx/margin"));
        Assert.True(Has(simulation, "oe0/lane0/line-tx/far-margin"));
        Assert.False(Has(simulation, "oe0/lane0/host-rx/margin"));
        Assert.False(Has(simulation, "oe0/lane0/line-rx/margin"));
        double worst = Enumerable.Range(0, 4).Min(lane => Math.Min(simulation.Value($"asic/lane0{lane}/rx/margin"), simulation.Value($"oe0/lane{lane}/line-tx/far-margin")));
        Assert.Equal(worst, simulation.Value("port0/margin"));
    }

    [Fact]
    public void Chain_Retimed_IsJudgedInEverySegmentAndErrorsAddUp()
    {
        Simulation simulation = Run(OpticalChassis.Make(channelDb: 22, fibreDb: 8.5), OpticalChassis.Parts(Relay.Retimed, Relay.Retimed, noise: 22));
        simulation.Step(2);
        double worst = double.PositiveInfinity;
        double sum = 0;
        for (int lane = 0; lane < 4; lane++)
        {
            foreach (string path in (string[])[$"asic/lane0{lane}/rx", $"oe0/lane{lane}/host-rx", $"oe0/lane{lane}/line-rx"])
            {
                worst = Math.Min(worst, simulation.Value(path + "/margin"));
            }

            worst = Math.Min(worst, simulation.Value($"oe0/lane{lane}/line-tx/far-margin"));
            sum += (simulation.Value($"asic/lane0{lane}/rx/error-ratio") + simulation.Value($"oe0/lane{lane}/line-rx/error-ratio")) / 4;
        }

        Assert.Equal(worst, simulation.Value("port0/margin"));
        Assert.Equal(sum, simulation.Value("port0/error-ratio"), 1e-12);
        Assert.True(sum > 1e-7, $"{sum}");
    }

    [Fact]
    public void Chain_Linear_CarriesTheNoiseOfBothHops()
    {
        Simulation linear = Run(OpticalChassis.Make(channelDb: 14), OpticalChassis.Parts(Relay.Linear, Relay.Linear));
        Simulation retimed = Run(OpticalChassis.Make(channelDb: 14), OpticalChassis.Parts(Relay.Retimed, Relay.Retimed));
        linear.Step(2);
        retimed.Step(2);
        double carried = linear.Value("oe0/lane0/line-tx/far-margin");
        double sentAnew = retimed.Value("oe0/lane0/line-tx/far-margin");
        Assert.True(carried < sentAnew, $"{carried} and {sentAnew}");
    }

    [Theory]
    [InlineData(Relay.Linear)]
    [InlineData(Relay.Retimed)]
    public void Codewords_OfAPort_FollowTheReedSolomonCode(Relay relay)
    {
        Simulation simulation = Run(OpticalChassis.Make(channelDb: 20, fibreDb: 9), OpticalChassis.Parts(relay, relay, noise: 25));
        simulation.Step(2);
        ReedSolomonCode code = ReedSolomonCode.Kp4;
        Span<double> lanes = stackalloc double[4];
        for (int lane = 0; lane < 4; lane++)
        {
            lanes[lane] = code.SymbolErrorRatio(simulation.Value($"asic/lane0{lane}/rx/error-ratio"));
            if (relay == Relay.Retimed)
            {
                lanes[lane] = ReedSolomonCode.AddSegment(code.SymbolErrorRatio(simulation.Value($"oe0/lane{lane}/line-rx/error-ratio")), lanes[lane]);
            }
        }

        double expected = code.CodewordErrorRatio(lanes);
        Assert.True(expected > 0);
        Assert.Equal(expected, simulation.Value("port0/codeword-error-ratio"), 1e-9 * expected);
    }

    [Fact]
    public void Port_WithLittleMargin_IsDegradedBeforeItIsDown()
    {
        Simulation simulation = Run(OpticalChassis.Make(fibreDb: 3), OpticalChassis.Parts());
        simulation.Step(2);
        Assert.Equal(2, simulation.Value("port0/state"));

        // Towards more loss there is a stretch without margin in which the code still corrects.
        var states = new List<double>();
        for (double loss = 3; loss < 16; loss += 0.25)
        {
            simulation = Run(OpticalChassis.Make(fibreDb: loss), OpticalChassis.Parts());
            simulation.Step(2);
            double state = simulation.Value("port0/state");
            if (states.Count == 0 || states[^1] != state)
            {
                states.Add(state);
            }

            Assert.Equal(simulation.Value("port0/margin") >= 0, state == 2);
            if (state == 0)
            {
                break;
            }
        }

        Assert.Equal([2.0, 1, 0], states);
    }

    [Fact]
    public void Port_OneTermGreaterThanTheOthers_IsNamed()
    {
        Simulation simulation = Run(OpticalChassis.Make(partnerRinDb: -125), OpticalChassis.Parts());
        simulation.Step(2);
        Assert.Equal(LinkTerm.RelativeIntensityNoise, (LinkTerm)(int)simulation.Value("port0/limiting-term"));
    }

    [Theory]
    [InlineData(Relay.Linear)]
    [InlineData(Relay.Retimed)]
    public void Driver_Silent_ItsPortIsDownBehindEveryKindOfRelay(Relay relay)
    {
        Simulation simulation = Run(OpticalChassis.Description, OpticalChassis.Parts(relay, relay));
        simulation.Step(2);
        simulation.Do(new TwinCommand.InjectFault("asic/mute", 1));
        simulation.Step(2);
        Assert.Equal([0.0, 2, 2, 2], Enumerable.Range(0, 4).Select(port => simulation.Value($"port{port}/state")));
        Assert.Equal(0, simulation.Value("port0/limiting-lane"));
    }

    [Fact]
    public void Port_OneLaneWorse_IsTheLimitingLane()
    {
        ChassisDescription description = OpticalChassis.Make();
        ChannelDescription into = description.Channels[0];
        ChannelDescription back = description.Channels[1];
        description = description with
        {
            Channels =
            [
                into, back with { From = Ref("oe0.host-tx[0..1],oe0.host-tx[3..7],oe1.host-tx"), To = Ref("asic.rx[0..1],asic.rx[3..15]") },
                back with { From = Ref("oe0.host-tx[2..2]"), To = Ref("asic.rx[2..2]"), NyquistLoss = Decibels.FromDb(24) },
            ],
        };
        Simulation simulation = Run(description, OpticalChassis.Parts());
        simulation.Step(2);
        Assert.Equal(2, simulation.Value("port0/limiting-lane"));
        Assert.Equal(1, simulation.Value("port0/limiting-direction"));
        Assert.Equal(simulation.Value("asic/lane02/rx/margin"), simulation.Value("port0/margin"));
    }

    [Fact]
    public void Port_Disabled_IsDownAndItsLanesAreSilent()
    {
        Simulation simulation = Run(OpticalChassis.Description, OpticalChassis.Parts());
        simulation.StepBalanced(3);
        Assert.Equal(16, simulation.Value("asic/power"), 1e-9);
        double bytes = simulation.Value("port1/bytes");
        Assert.Equal(400e9 / 8 * 1e-3, bytes / 3, 400e9 / 8 * 1e-3 * 0.34);
        simulation.Do(new TwinCommand.EnablePort("port1", false));
        simulation.StepBalanced(3);
        Assert.Equal(0, simulation.Value("port1/state"));
        Assert.Equal(0, simulation.Value("port1/utilization"));
        Assert.Equal(12, simulation.Value("asic/power"), 1e-9);
        Assert.Equal([2.0, 0, 2, 2], Enumerable.Range(0, 4).Select(port => simulation.Value($"port{port}/state")));
        Assert.Equal(1200e9, simulation.Value("throughput"), 1);
        simulation.Do(new TwinCommand.EnablePort("port1", true));
        simulation.StepBalanced(3);
        Assert.Equal(16, simulation.Value("asic/power"), 1e-9);
    }

    [Fact]
    public void FarEnd_Loopback_ReceivesWhatTheTwinSends()
    {
        Simulation simulation = Run(OpticalChassis.Make(partner: Partner.Loopback, fibreDb: 3), OpticalChassis.Parts());
        simulation.StepBalanced(3);
        Assert.Equal(simulation.Value("oe0/lane3/line-tx/power") * Math.Pow(10, -0.3), simulation.Value("oe0/lane3/line-rx/power"), 1e-15);
        Assert.Equal(2, simulation.Value("port0/state"));
        simulation.Do(new TwinCommand.InjectFault("laser/dead0", 1));
        simulation.StepBalanced(3);
        Assert.Equal(0, simulation.Value("oe0/lane3/line-rx/power"));
        Assert.Equal(0, simulation.Value("port0/state"));
    }

    [Fact]
    public void FarEnd_Partner_SendsItsAveragePowerFromAmplitudeAndExtinction()
    {
        Simulation simulation = Run(OpticalChassis.Make(fibreDb: 4), OpticalChassis.Parts());
        simulation.StepBalanced(1);
        double oma = 1e-3 * Math.Pow(10, 0.1);
        double ratio = Math.Pow(10, 0.5);

        // Formula M1: P1 - P0 = OMA, P1 / P0 = extinction ratio.
        double average = 0.5 * (oma * ratio / (ratio - 1) + (oma / (ratio - 1)));
        Assert.Equal(average * Math.Pow(10, -0.4), simulation.Value("oe1/lane7/line-rx/power"), 1e-12);
        Assert.Equal(16 * average * Math.Pow(10, -0.4), simulation.Value("light-arriving"), 1e-10);
    }

    [Fact]
    public void LinkBehavior_ReplacesTheVerdictOfItsReceivers()
    {
        Simulation simulation = Run(OpticalChassis.Description, [.. OpticalChassis.Parts().Skip(1), ("asic", () => new Judge(16, -7, 1e-3))]);
        simulation.Step(2);
        Assert.Equal(-7, simulation.Value("port0/margin"));
        Assert.Equal(1, simulation.Value("port0/state"));
        Assert.Equal(1e-3, simulation.Value("port0/error-ratio"), 1e-15);
        Assert.Equal(ReedSolomonCode.Kp4.CodewordErrorRatio(ReedSolomonCode.Kp4.SymbolErrorRatio(1e-3)), simulation.Value("port0/codeword-error-ratio"), 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(10)]
    public void LinkBehavior_AtTheLinkRate_IsCalledOncePerPeriod(int period)
    {
        // A receiver model that takes a decibel off what the engine says must find the engine's verdict each time, not its own of before.
        var counted = new Judge(16, double.NaN, double.NaN);
        ChassisDescription description = OpticalChassis.Description with
        {
            Schedule = new(Duration.FromMilliseconds(1), Duration.FromMilliseconds(period), Duration.FromMilliseconds(100), Duration.FromMilliseconds(100)),
        };
        Simulation plain = Run(description, OpticalChassis.Parts());
        Simulation simulation = Run(description, [.. OpticalChassis.Parts().Skip(1), ("asic", () => counted)]);
        simulation.Step(40 * period);
        plain.Step(40 * period);
        Assert.Equal(40, counted.Calls);
        Assert.Equal(Duration.FromMilliseconds(period), counted.Elapsed);
        for (int lane = 0; lane < 16; lane++)
        {
            string path = $"asic/lane{lane:00}/rx/margin";
            Assert.Equal(plain.Value(path) - 1, simulation.Value(path), 1e-9);
        }
    }

    [Fact]
    public void Ports_SpreadOverTheLinkPeriod_AreAllJudgedOnceInIt()
    {
        ChassisDescription description = OpticalChassis.Description with
        {
            Schedule = new(Duration.FromMilliseconds(1), Duration.FromMilliseconds(3), Duration.FromMilliseconds(10), Duration.FromMilliseconds(10)),
        };
        Simulation simulation = Run(description, OpticalChassis.Parts());
        simulation.StepBalanced(60);
        for (int port = 0; port < 4; port++)
        {
            double codewords = 400e9 / 5120 * 60e-3;
            Assert.Equal(codewords, simulation.Value($"port{port}/codewords"), codewords * 0.051);
        }
    }

    [Fact]
    public void Port_Latency_AddsUpChannelsRelayAndFibre()
    {
        Simulation simulation = Run(OpticalChassis.Description, OpticalChassis.Parts());
        double expected = (0.1 * 6.3e-9) + 1e-9 + (500 * 4.9e-9);
        Assert.Equal(expected, simulation.Model.Chassis.Ports[0].Latency.Seconds, 1.1e-9);
    }

    private static bool Has(Simulation simulation, string path) => simulation.Model.Chassis.Signals.Any(signal => signal.Path == "chassis0/" + path);

    private sealed class Judge(int lanes, double marginDb, double errorRatio) : Asic(lanes), ILinkBehavior
    {
        public int Calls { get; private set; }

        public Duration Elapsed { get; private set; }

        public void StepLink(in StepContext step)
        {
            Calls++;
            Elapsed = step.Elapsed;
            LinkVerdicts verdicts = step.Verdicts(In);
            for (int lane = 0; lane < verdicts.Margin.Length; lane++)
            {
                verdicts.Margin[lane] = double.IsNaN(marginDb) ? verdicts.Margin[lane] - Decibels.FromDb(1) : Decibels.FromDb(marginDb);
                verdicts.BitErrorRatio[lane] = double.IsNaN(errorRatio) ? verdicts.BitErrorRatio[lane] : errorRatio;
            }
        }
    }
}
