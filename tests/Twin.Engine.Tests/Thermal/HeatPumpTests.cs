using Twin.Contracts;
using Twin.Engine.Description;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;
using Twin.Engine.Tests.Bench;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Thermal;

/// <summary>A thermoelectric module between the two nodes of a part.</summary>
public sealed class HeatPumpTests
{
    private const double ZeroK = 273.15;
    private const double Seebeck = 0.05;
    private const double ResistanceOhm = 2;
    private const double ConductanceWPerK = 0.4;
    private const double RoomC = 20;

    // Steady states are found until nothing moves by 1e-7 K.
    private const double SettledK = 1e-5;

    private static readonly ChassisDescription OneCooler = Plain with
    {
        Room = Temperature.FromCelsius(RoomC),
        Initial = InitialCondition.Steady,
        Zones = [Zone("ground", 1, 1)],
        Mounts = [Mount("part.base", "ground", 100), Mount("psu.base", "ground", 1)],
        Rails = [Rail("bus", "psu.out", "part.supply")],
    };

    [Theory]
    [InlineData(1.5, 3)]
    [InlineData(0.2, 3)]
    [InlineData(-0.8, 1)]
    public void Steady_AtACurrent_SolvesTheBalanceOfBothFaces(double currentA, double heatW)
    {
        Simulation simulation = Run(OneCooler, Parts(currentA, heatW));

        // Cold: heat + K (Th - Tc) + I^2 R / 2 = alpha I Tc. Hot to the room through 2, 100 and 1 W/K in series (part to mount, mount to zone, zone to room); the supply has no loss.
        double joule = 0.5 * currentA * currentA * ResistanceOhm;
        double peltier = Seebeck * currentA;
        double g = 1 / ((1 / 2.0) + (1 / 100.0) + (1 / 1.0));
        double roomK = RoomC + ZeroK;

        // [K + p, -K; -K, K - p + g] [Tc; Th] = [heat + j; j + g room]
        double a = ConductanceWPerK + peltier;
        double d = ConductanceWPerK - peltier + g;
        double det = (a * d) - (ConductanceWPerK * ConductanceWPerK);
        double coldK = (((heatW + joule) * d) + (ConductanceWPerK * (joule + (g * roomK)))) / det;
        double hotK = ((a * (joule + (g * roomK))) + (ConductanceWPerK * (heatW + joule))) / det;
        Assert.Equal(coldK - ZeroK, simulation.Value("part/cold/temperature"), SettledK);
        Assert.Equal(hotK - ZeroK, simulation.Value("part/hot/temperature"), SettledK);
        double power = (peltier * (hotK - coldK)) + (2 * joule);
        Assert.True(power > 0);
        Assert.Equal(power, simulation.Value("part/cooler/power"), SettledK);
        Assert.Equal(heatW + power, simulation.Value("part/power"), SettledK);
        Assert.Equal(heatW, simulation.Value("part/cooler/cold-heat"), SettledK);
        Assert.Equal(heatW + power, simulation.Value("part/cooler/hot-heat"), SettledK);
        simulation.StepBalanced(100);
        Assert.Equal(coldK - ZeroK, simulation.Value("part/cold/temperature"), SettledK);
    }

    [Fact]
    public void Steady_WithoutHeatAtTheBestCurrent_ReachesTheGreatestDifference()
    {
        // alpha^2 Tc^2 / (2 R K) between a hot side that is held and a cold side without load, at I = alpha Tc / R. Tc from Tc + Z Tc^2 / 2 = Th.
        double z = Seebeck * Seebeck / (ResistanceOhm * ConductanceWPerK);
        double hotK = RoomC + ZeroK;
        double coldK = (Math.Sqrt(1 + (2 * z * hotK)) - 1) / z;
        double current = Seebeck * coldK / ResistanceOhm;
        Simulation simulation = Run(
            OneCooler with { Zones = [Zone("ground", 1, 1e6)], Mounts = [Mount("part.base", "ground", 1e6), Mount("psu.base", "ground", 1)] }, ("part", () => new Cooled(() => current, 0, toBaseWPerK: 1e6)), ("psu", () => new Supply()));
        Assert.Equal(0.5 * z * coldK * coldK, simulation.Value("part/hot/temperature") - simulation.Value("part/cold/temperature"), 1e-4);

        // A little more or less current cools less.
        foreach (double factor in (double[])[0.98, 1.02])
        {
            Simulation other = Run(
                OneCooler with { Zones = [Zone("ground", 1, 1e6)], Mounts = [Mount("part.base", "ground", 1e6), Mount("psu.base", "ground", 1)] }, ("part", () => new Cooled(() => factor * current, 0, toBaseWPerK: 1e6)), ("psu", () => new Supply()));
            Assert.True(other.Value("part/cold/temperature") > simulation.Value("part/cold/temperature"));
        }
    }

    [Fact]
    public void Step_CurrentMovesAndTurnsRound_BalancesClose()
    {
        double current = 0;
        Simulation simulation = Run(OneCooler with { Initial = InitialCondition.Ambient }, ("part", () => new Cooled(() => current, 2)), ("psu", () => new Supply()));
        for (int i = 0; i < 3000; i++)
        {
            current = 2 * Math.Sin(i / 150.0);
            simulation.StepBalanced(1);
        }

        Assert.True(simulation.Factorizations < 1000, $"{simulation.Factorizations} factorisations");
    }

    [Fact]
    public void Step_WithinASecond_EnergyDrawnIsEnergyStoredAndLost()
    {
        // No way out but a negligible one: all that was drawn is in the heat capacities, but for what the last step still owes.
        double current = 2;
        Simulation simulation = Run(
            OneCooler with { Initial = InitialCondition.Ambient, Zones = [Zone("ground", 1, 1e-9)], Mounts = [Mount("part.base", "ground", 1e-6), Mount("psu.base", "ground", 1)] },
            ("part", () => new Cooled(() => current, 5, capacityJPerK: 0.2)), ("psu", () => new Supply()));
        for (int i = 0; i < 1000; i++)
        {
            current = 0.5 + (1e-3 * i);
            simulation.StepBalanced(1);
        }

        double stored = 0.2 * (simulation.Value("part/cold/temperature") + simulation.Value("part/hot/temperature") - (2 * RoomC));
        Assert.Equal(simulation.Value("part/energy"), stored, 1e-3);

        // The cold side went down or the cooler did nothing.
        Assert.True(simulation.Value("part/hot/temperature") - simulation.Value("part/cold/temperature") > 10);
    }

    [Fact]
    public void Cooler_WhoseColdSideIsWarmer_GivesNothingBackToTheRail()
    {
        // 30 W through K alone makes the cold side 75 K warmer; at 0.5 A the module would give 0.05 * 0.5 * dT - 0.5 W.
        Simulation simulation = Run(OneCooler, Parts(0.5, 30));
        double difference = simulation.Value("part/cold/temperature") - simulation.Value("part/hot/temperature");
        Assert.True(Seebeck * difference > 0.5 * ResistanceOhm);
        Assert.Equal(0, simulation.Value("part/cooler/power"), 1e-9);
        Assert.Equal(30, simulation.Value("part/power"), 1e-9);
        Assert.Equal(30, simulation.Value("part/cooler/hot-heat"), SettledK);
        simulation.StepBalanced(50);
    }

    [Fact]
    public void Rail_DiesAndReturns_NoCurrentFlowsMeanwhileAndTheDebtIsPaid()
    {
        Simulation simulation = Run(OneCooler, Parts(1.5, 3));
        simulation.StepBalanced(20);
        double before = simulation.Value("part/cold/temperature");
        simulation.Do(new TwinCommand.InjectFault("psu/dead", 1));
        simulation.StepBalanced(500);
        Assert.Equal(0, simulation.Value("part/cooler/current"));
        Assert.Equal(0, simulation.Value("part/power"));
        Assert.True(simulation.Value("part/cold/temperature") > before + 0.3);
        simulation.Do(new TwinCommand.ClearFault("psu/dead"));
        simulation.StepBalanced(500);
        Assert.Equal(1.5, simulation.Value("part/cooler/current"));
    }

    [Fact]
    public void Part_PulledAndInserted_BalancesCloseAndTheCoolerStartsAgain()
    {
        Simulation simulation = Run(OneCooler, Parts(1.5, 3));
        simulation.StepBalanced(10);
        simulation.Do(new TwinCommand.SetPresence("part", false));
        simulation.StepBalanced(20);
        Assert.Equal(0, simulation.Value("part/cooler/current"));
        simulation.Do(new TwinCommand.SetPresence("part", true));
        simulation.StepBalanced(50);
        Assert.Equal(1.5, simulation.Value("part/cooler/current"));
    }

    [Fact]
    public void Part_Quarantined_KeepsItsCurrent()
    {
        bool fails = false;
        Simulation simulation = Run(OneCooler, ("part", () => new Cooled(() => fails ? throw new InvalidOperationException("on purpose") : 1.5, 3)), ("psu", () => new Supply()));
        simulation.StepBalanced(10);
        fails = true;
        simulation.StepBalanced(200);
        Assert.Equal(ComponentCondition.Quarantined, simulation.Condition("part"));
        Assert.Equal(1.5, simulation.Value("part/cooler/current"));
    }

    [Fact]
    public void Restore_InMidFlight_GoesOnWithTheSameBits()
    {
        // The current follows the temperature, so that the matrix lags behind it at the moment of the snapshot.
        Simulation simulation = Run(OneCooler with { Initial = InitialCondition.Ambient }, ("part", () => new Cooled(null, 4)), ("psu", () => new Supply()));
        simulation.Step(333);
        ChassisState snapshot = simulation.State.Clone();
        simulation.Step(500);
        ulong expected = simulation.State.Hash();
        Simulation other = Run(simulation.Model);
        other.Step(7);
        other.Restore(snapshot);
        other.Step(500);
        Assert.Equal(expected, other.State.Hash());
    }

    [Fact]
    public void Step_TenThousandTimes_AllocatesNothing()
    {
        Simulation simulation = Run(OneCooler with { Initial = InitialCondition.Ambient }, ("part", () => new Cooled(null, 4)), ("psu", () => new Supply()));
        simulation.Step(200);
        AllocationWindow window = AllocationWindow.Open();
        simulation.Step(10_000);
        Assert.Equal(0, window.Bytes);
    }

    [Fact]
    public void Describe_WithoutSecondNodeOrFigures_IsRefused()
    {
        IReadOnlyList<Problem> problems = TryCompile(OneCooler, ("part", () => new Part(builder =>
        {
            ThermalNode node = builder.ThermalNode("n", JPerK(1));
            builder.Couple(node, builder.Mount("base"), WPerK(1));
            builder.HeatPump("cooler", builder.RailLoad("supply", Voltage.FromVolts(12), W(10)), node, node, new(SeebeckCoefficient.Zero, Resistance.FromOhms(1), WPerK(1)));
        })), ("psu", () => new Supply())).Problems;
        Assert.Equal(2, problems.Count(problem => problem.Code == "TW0413"));
    }

    private static (string, Func<IComponent>)[] Parts(double currentA, double heatW) =>
        [("part", () => new Cooled(() => currentA, heatW)), ("psu", () => new Supply())];

    /// <summary>Heat in a node "cold", a module to a node "hot", 2 W/K from there to the mount "base". Without a current of its own it holds the cold side at 15 degC.</summary>
    private sealed class Cooled(Func<double>? current, double heatW, double capacityJPerK = 2, double toBaseWPerK = 2) : IComponent, IPowerBehavior
    {
        private ThermalNode _cold;
        private RailLoad _supply;
        private HeatPump _pump;

        public void Describe(IComponentBuilder builder)
        {
            builder.Replaceable(Duration.FromMilliseconds(5));
            _cold = builder.ThermalNode("cold", JPerK(capacityJPerK));
            ThermalNode hot = builder.ThermalNode("hot", JPerK(capacityJPerK));
            builder.Couple(hot, builder.Mount("base"), WPerK(toBaseWPerK));
            _supply = builder.RailLoad("supply", Voltage.FromVolts(12), W(100));
            _pump = builder.HeatPump("cooler", _supply, _cold, hot, new(
                SeebeckCoefficient.FromVoltsPerKelvin(Seebeck), Resistance.FromOhms(ResistanceOhm), WPerK(ConductanceWPerK)));
        }

        public void StepPower(in StepContext step)
        {
            step.AddHeat(_cold, step.Draw(_supply, W(heatW)));
            step.Drive(_pump, Current.FromAmperes(current is null ? Math.Clamp(0.5 * (step[_cold].Celsius - 15), 0, 3) : current()));
        }
    }
}
