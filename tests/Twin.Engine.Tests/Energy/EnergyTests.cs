using Twin.Contracts;
using Twin.Engine.Description;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;
using Twin.Engine.Tests.Bench;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Energy;

/// <summary>Both balances in every step of a small air-cooled chassis while everything moves.</summary>
public sealed class EnergyTests
{
    [Theory]
    [InlineData(InitialCondition.Ambient, 1)]
    [InlineData(InitialCondition.Steady, 1)]
    [InlineData(InitialCondition.Steady, 10)]
    public void Step_EverythingMoves_BalancesClose(InitialCondition initial, int every)
    {
        Duration period = Duration.FromMilliseconds(every);
        Simulation simulation = Run(MovingChassis.Description with
        {
            Initial = initial,
            Schedule = new(Duration.FromMilliseconds(1), period, period, period),
        }, MovingChassis.Parts);
        for (int i = 0; i < 1500; i++)
        {
            MovingChassis.Move(simulation, i);
            simulation.StepBalanced(1);
        }

        Assert.Equal(0, simulation.Value("quarantined-components"));
    }

    [Fact]
    public void Step_ForASecond_InletEnergyIsTheSumOfWhatTheComponentsTook()
    {
        Simulation simulation = Run(MovingChassis.Description, MovingChassis.Parts);
        for (int i = 0; i < 1000; i++)
        {
            MovingChassis.Move(simulation, i);
            simulation.Step();
        }

        double sum = simulation.Model.Chassis.Components.Sum(component => simulation.Value(component.Name + "/energy"));

        // The path resistance of the bus is no component's.
        Assert.InRange(simulation.Value("inlet-energy") - sum, 0, 0.02 * simulation.Value("inlet-energy"));
    }

    [Fact]
    public void Quarantine_OfALoad_BalancesCloseWithItsLastGoodPower()
    {
        bool fails = false;
        RailLoad load = default;
        ThermalNode node = default;
        Simulation simulation = Run(
            MovingChassis.Description with { Mounts = [.. MovingChassis.Description.Mounts, Mount("bad.base", "board", 1)], Rails = [Rail("bus", "psu*.out", "h*.supply, fan*.supply, bad.supply", 0.001, "board")] },
            [.. MovingChassis.Parts, ("bad", () => new PowerPart(
                builder =>
                {
                    node = builder.ThermalNode("n", JPerK(3));
                    builder.Couple(node, builder.Mount("base"), WPerK(1));
                    load = builder.RailLoad("supply", Voltage.FromVolts(12), W(100));
                },
                (in StepContext step) =>
                {
                    step.AddHeat(node, step.Draw(load, W(20)));
                    if (fails)
                    {
                        step.AddHeat(node, W(1000));
                        throw new InvalidOperationException("on purpose");
                    }
                }))]);
        simulation.StepBalanced(20);
        fails = true;
        simulation.StepBalanced(20);
        Assert.Equal(ComponentCondition.Quarantined, simulation.Condition("bad"));
        Assert.Equal(20, simulation.Value("bad/power"), 1e-9);
        simulation.Do(new TwinCommand.InjectFault("psu0/dead", 1));
        simulation.Do(new TwinCommand.InjectFault("psu1/dead", 1));
        simulation.StepBalanced(20);
        Assert.Equal(0, simulation.Value("bad/power"));
    }

    [Fact]
    public void Posts_ThatDoNotClose_AreNamed()
    {
        RailLoad load = default;
        ThermalNode node = default;
        Simulation simulation = Run(
            MovingChassis.Description with { Mounts = [.. MovingChassis.Description.Mounts, Mount("bad.base", "board", 1)], Rails = [Rail("bus", "psu*.out", "h*.supply, fan*.supply, bad.supply", 0.001, "board")] },
            [.. MovingChassis.Parts, ("bad", () => new PowerPart(
                builder =>
                {
                    node = builder.ThermalNode("n", JPerK(3));
                    builder.Couple(node, builder.Mount("base"), WPerK(1));
                    load = builder.RailLoad("supply", Voltage.FromVolts(12), W(100));
                },
                (in StepContext step) =>
                {
                    step.Draw(load, W(20));
                    step.AddHeat(node, W(19));
                }))]);
        simulation.Step(10);
        Assert.Equal(1, simulation.Value("bad/imbalance"), 1e-9);
        Assert.Equal(1, simulation.Value("worst-imbalance"), 1e-9);
        Assert.Equal(1, simulation.Value("box-imbalance"), 1e-6);
        Assert.StartsWith("bad", simulation.Unbalanced(), StringComparison.Ordinal);
    }
}
