using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Tests.Bench;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Light;

public sealed class LightTests
{
    [Fact]
    public void Path_LossAndReflectance_TakeTheirShares()
    {
        Simulation simulation = Run(OpticalChassis.Make(elsDb: 3), OpticalChassis.Parts());
        simulation.StepBalanced(5);
        double transmission = Math.Pow(10, -0.3);
        double reflectance = Math.Pow(10, -2.6);
        Assert.Equal(0.05 * transmission * (1 - reflectance), simulation.Value("oe0/fiber0/els/power"), 1e-12);
        Assert.Equal(0.05 * transmission * reflectance * transmission, simulation.Value("laser/output0/reflected"), 1e-12);
        Assert.Equal(simulation.Value("oe0/fiber0/els/power") / 16, simulation.Value("oe0/lane0/line-tx/power"), 1e-12);
    }

    [Fact]
    public void Path_Split_DividesTheLightAndSumsWhatComesBack()
    {
        Simulation simulation = Run(
            OpticalChassis.Make(split: 2, elsDb: 1),
            [.. OpticalChassis.Parts().Where(part => part.Item1 != "laser"), ("laser", () => new Laser(2, 0.2))]);
        simulation.StepBalanced(5);
        double transmission = Math.Pow(10, -0.1) / 2;
        double reflectance = Math.Pow(10, -2.6);
        Assert.Equal(0.2 * transmission * (1 - reflectance), simulation.Value("oe0/fiber1/els/power"), 1e-12);
        Assert.Equal(2 * 0.2 * transmission * reflectance * transmission, simulation.Value("laser/output0/reflected"), 1e-12);
    }

    [Fact]
    public void Path_WithoutLossZone_LosesItsLightOutsideTheChassis()
    {
        Simulation inside = Run(OpticalChassis.Make(elsDb: 3), OpticalChassis.Parts());
        Simulation outside = Run(OpticalChassis.Make(elsDb: 3, lossZone: null), OpticalChassis.Parts());
        inside.StepBalanced(20);
        outside.StepBalanced(20);
        Assert.Equal(0, inside.Value("light-lost"), 1e-12);
        double expected = 0.2 - (4 * outside.Value("oe0/fiber0/els/power"));
        Assert.Equal(expected, outside.Value("light-lost"), 1e-12);
        Assert.True(inside.Value("board/temperature") > outside.Value("board/temperature"));
    }

    [Fact]
    public void Laser_OneOutputDies_ExactlyItsLanesAndTheirPortsGoDown()
    {
        Simulation simulation = Run(OpticalChassis.Description, OpticalChassis.Parts());
        simulation.StepBalanced(5);
        for (int port = 0; port < 4; port++)
        {
            Assert.Equal(2, simulation.Value($"port{port}/state"));
        }

        // Output 2 feeds input 0 of oe1: its lanes 0 to 3, lanes 8 to 11 of the switch, port 2.
        simulation.Do(new TwinCommand.InjectFault("laser/dead2", 1));
        simulation.StepBalanced(3);
        for (int lane = 0; lane < 8; lane++)
        {
            Assert.True(simulation.Value($"oe0/lane{lane}/line-tx/power") > 0);
            Assert.Equal(lane < 4 ? 0 : simulation.Value("oe0/lane0/line-tx/power"), simulation.Value($"oe1/lane{lane}/line-tx/power"), 1e-15);
        }

        Assert.Equal([2.0, 2, 0, 2], Enumerable.Range(0, 4).Select(port => simulation.Value($"port{port}/state")));
        Assert.Contains("port2/state-changed", simulation.EventNames());
        simulation.Do(new TwinCommand.ClearFault("laser/dead2"));
        simulation.StepBalanced(3);
        Assert.Equal(2, simulation.Value("port2/state"));
    }

    [Fact]
    public void Levels_LaserThroughTwoSwitches_ArrivesInTheSameStep()
    {
        // Named against the order of the light.
        Simulation simulation = Run(
            Plain with
            {
                Zones = [Zone("board", 100, 5)],
                Mounts = [Mount("*.base", "board", 2)],
                Rails = [Rail("bus", "psu.out", "z.supply")],
                LightPaths =
                [
                    new(Ref("m.out"), Ref("a.in"), Decibels.FromDb(0), 1, null), new(Ref("z.out"), Ref("m.in"), Decibels.FromDb(0), 1, null),
                ],
            },
            ("a", () => Passer(0.5)), ("m", () => Passer(0.5)), ("z", () => new Laser(1, 0.1)), ("psu", () => new Supply()));
        simulation.StepBalanced(1);
        Assert.Equal(0.1, simulation.Value("m/fiber0/in/power"), 1e-15);
        Assert.Equal(0.05, simulation.Value("a/fiber0/in/power"), 1e-15);
        simulation.Do(new TwinCommand.InjectFault("z/dead0", 1));
        simulation.StepBalanced(1);
        Assert.Equal(0, simulation.Value("a/fiber0/in/power"));
    }

    [Fact]
    public void Part_Pulled_ItsLightIsGoneAndWhatWasMeantForItIsLost()
    {
        Simulation simulation = Run(OpticalChassis.Description, OpticalChassis.Parts());
        simulation.StepBalanced(5);
        simulation.Do(new TwinCommand.SetPresence("oe1", false));
        simulation.StepBalanced(20);
        Assert.Equal(0, simulation.Value("oe1/lane0/line-tx/power"));
        Assert.True(simulation.Value("light-lost") > 0.05);
        Assert.Equal([2.0, 2, 0, 0], Enumerable.Range(0, 4).Select(port => simulation.Value($"port{port}/state")));
        simulation.Do(new TwinCommand.SetPresence("oe1", true));
        simulation.StepBalanced(20);
        Assert.Equal([2.0, 2, 2, 2], Enumerable.Range(0, 4).Select(port => simulation.Value($"port{port}/state")));
        simulation.Do(new TwinCommand.SetPresence("laser", false));
        simulation.StepBalanced(20);
        Assert.Equal([0.0, 0, 0, 0], Enumerable.Range(0, 4).Select(port => simulation.Value($"port{port}/state")));
    }

    [Fact]
    public void Compile_LightInALoop_IsRefused()
    {
        CompileResult result = TryCompile(
            Plain with
            {
                Zones = [Zone("board", 100, 5)],
                Mounts = [Mount("*.base", "board", 2)],
                LightPaths = [new(Ref("a.out"), Ref("b.in"), Decibels.FromDb(0), 1, null), new(Ref("b.out"), Ref("a.in"), Decibels.FromDb(0), 1, null)],
            },
            ("a", () => Passer(1)), ("b", () => Passer(1)));
        Assert.Equal("TW0535", Assert.Single(result.Problems).Code);
    }

    [Fact]
    public void Supply_OfEverythingDies_NoLightAndNoPortIsLeft()
    {
        Simulation simulation = Run(OpticalChassis.Description, OpticalChassis.Parts());
        simulation.StepBalanced(5);
        simulation.Do(new TwinCommand.InjectFault("psu/dead", 1));
        simulation.StepBalanced(5);
        Assert.Equal(0, simulation.Value("light-leaving"));
        Assert.Equal(0, simulation.Value("throughput"));
        Assert.True(simulation.Value("light-arriving") > 0);
        Assert.All(Enumerable.Range(0, 4), port => Assert.Equal(0, simulation.Value($"port{port}/state")));
    }

    private static LightPart Passer(double share)
    {
        ThermalNode node = default;
        LightInput input = default;
        LightSource source = default;
        return new LightPart(
            builder =>
            {
                node = builder.ThermalNode("n", JPerK(1));
                builder.Couple(node, builder.Mount("base"), WPerK(1));
                input = builder.LightInput("in", 1, Decibels.FromDb(-300));
                source = builder.LightSource("out", 1, new([Wavelength.FromNanometers(1310)], Decibels.FromDb(20), Frequency.FromMegahertz(1)), input);
            },
            (in StepContext step) => { },
            (in StepContext step) =>
            {
                Power arriving = step.Arriving(input).Power[0];
                step.Emitted(source).Power[0] = share * arriving;
                step.AddHeat(node, (1 - share) * arriving);
            });
    }
}
