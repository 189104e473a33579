using System.Globalization;
using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Tests.Bench;
using Twin.Physics.Thermal;
using Twin.Physics.Thermal.Packages;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Thermal;

/// <summary>Coolant that flows over a package: strips of its face at junctions of a stream.</summary>
public sealed class ChannelTests
{
    private const double InletC = 30;
    private const double BoardC = 45;
    private const double RatedM3PerS = 2e-3 / 60;
    private const double DropPa = 50e3;

    // Effective coefficient on the floor of the cavity of case M1.
    private const double FloorWPerM2K = 43_400;

    // The same with the ceiling, reached through the walls: 43,400 + 1 / (1/43,400 + 1 mm / (390/3 W/mK)).
    private const double FloorAndCeilingWPerM2K = 75_940;

    private static double WaterJPerM3K => LiquidWater.DensityKgPerM3(InletC) * LiquidWater.SpecificHeatJPerKgK(InletC);

    // Two pumps in a row, one of them built in backwards and standing.
    private static (string Name, Func<IComponent> Make)[] Parts =>
    [
        .. ReferencePackage.Parts(), ("psu", () => new Supply(ratedW: 4000)), ("pump", () => new Fan(Math.Sqrt(2) * RatedM3PerS, 2 * DropPa, 1, FlowMedium.Coolant)),
        ("back", () => new Fan(Math.Sqrt(2) * RatedM3PerS, 2 * DropPa, 0, FlowMedium.Coolant, isReversed: true, reverseResistance: 1e9)),
    ];

    [Fact]
    public void Junction_UnderAFace_TakesTheHeatOfThePackage()
    {
        ChassisDescription chassis = Chassis(FloorWPerM2K, 1, 1) with
        {
            Packages = [ReferencePackage.Description with { Top = [new(Ref("coolant.plate"), HeatTransferCoefficient.FromSi(FloorWPerM2K))] }],
            Streams = [Stream([new("in", "feed", "plate", Pressure.FromPascals(DropPa), VolumeFlow.FromSi(RatedM3PerS)), new("out", "plate", "outlet", Pressure.FromPascals(1), VolumeFlow.FromSi(RatedM3PerS))])],
        };
        Simulation simulation = Run(chassis, Parts);
        double capacityFlow = WaterJPerM3K * simulation.Value("pump/rotor/flow");

        // All heat but that of the motors, which the board takes, and the whole hydraulic power.
        double hydraulicW = simulation.Value("fluid-heat") - ReferencePackage.PowerW;
        Assert.InRange(hydraulicW, 1, 5);
        Assert.Equal(InletC + ((ReferencePackage.PowerW + hydraulicW) / capacityFlow), simulation.Value("coolant/plate/temperature"), 1e-3);
        StepClosed(simulation, 50);
    }

    [Fact]
    public void Channels_TwiceAsManyStrips_HalveTheError()
    {
        // First-order in the strips: each doubling moves block averages half as far as the one before.
        double[][] averagesC = new double[3][];
        for (int i = 0; i < averagesC.Length; i++)
        {
            Simulation simulation = Run(Chassis(FloorWPerM2K, 8 << i, 1), Parts);
            averagesC[i] = [.. ReferencePackage.Temperatures.Select(simulation.Value)];
            double rise = simulation.Value("fluid-heat") / (WaterJPerM3K * simulation.Value("pump/rotor/flow"));
            Assert.Equal(InletC + rise, simulation.Value("coolant/warm/temperature"), 0.01 * rise);
            StepClosed(simulation, 20);
        }

        double first = averagesC[0].Zip(averagesC[1], (few, more) => Math.Abs(few - more)).Max();
        double second = averagesC[1].Zip(averagesC[2], (few, more) => Math.Abs(few - more)).Max();
        Assert.InRange(first, 0.1, 0.5);
        Assert.InRange(second / first, 0.4, 0.6);
    }

    [Fact]
    public void Channels_FiveBandsOfEightStrips_AreNearTheMicrochannelSolver()
    {
        // Of rises of 40 K: 0.6 K that eight strips are too warm, the rest what bands of 15 mm blur where coolant leaves at 30 to 40 degC.
        (double lowestK, double highestK) = Errors(Run(Chassis(FloorWPerM2K, 8, 5), Parts), isBare: true);
        Assert.True(lowestK > -1.3 && highestK < 1.6, string.Create(CultureInfo.InvariantCulture, $"{lowestK:F3} to {highestK:F3} K"));
    }

    [Fact]
    public void Channels_WithTheirCover_AreTheReferenceCaseWithinTwoKelvin()
    {
        // What remains is the heat that cover and walls conduct sideways.
        (double lowestK, double highestK) = Errors(Run(Chassis(FloorAndCeilingWPerM2K, 8, 5), Parts), isBare: false);
        Assert.True(lowestK > -2 && highestK < 2, string.Create(CultureInfo.InvariantCulture, $"{lowestK:F3} to {highestK:F3} K"));
    }

    [Fact]
    public void Channels_FlowAndInletWhileRunning_AreFollowed()
    {
        Simulation simulation = Run(Coarse, Parts);
        double warmC = simulation.Value("coolant/warm/temperature");
        double chipC = simulation.Value("asic0/mmu/temperature");
        double flow = simulation.Value("pump/rotor/flow");
        double heatW = simulation.Value("fluid-heat");

        simulation.Do(new TwinCommand.SetParameter("coolant/inlet-temperature", InletC + 5));
        StepClosed(simulation, 300);
        Assert.Equal(warmC + 5, simulation.Value("coolant/warm/temperature"), 0.1);
        Assert.Equal(chipC + 5, simulation.Value("asic0/mmu/temperature"), 0.2);

        simulation.Do(new TwinCommand.SetParameter("coolant/inlet-temperature", InletC));
        simulation.Do(new TwinCommand.OverrideActuator("pump/speed", 0.5, null));
        StepClosed(simulation, 300);
        Assert.Equal(0.5, simulation.Value("pump/rotor/flow") / flow, 0.01);
        Assert.Equal(2 * (warmC - InletC), simulation.Value("coolant/warm/temperature") - InletC, 0.1);
        Assert.InRange(simulation.Value("asic0/mmu/temperature"), chipC + 1, chipC + 5);
        Assert.Equal(heatW, simulation.Value("fluid-heat"), 0.01 * heatW);
    }

    [Fact]
    public void Channels_FlowReversed_WarmTheOtherWay()
    {
        Simulation simulation = Run(Coarse, Parts);
        Assert.True(Strip(simulation, 3) > Strip(simulation, 0) + 2);
        simulation.Do(new TwinCommand.OverrideActuator("pump/speed", 0, null));
        simulation.Do(new TwinCommand.OverrideActuator("back/speed", 1, null));
        StepClosed(simulation, 300);
        Assert.True(simulation.Value("pump/rotor/flow") < -0.3 * RatedM3PerS);
        Assert.True(Strip(simulation, 0) > Strip(simulation, 3) + 2);
        double rise = simulation.Value("fluid-heat") / (WaterJPerM3K * -simulation.Value("pump/rotor/flow"));
        Assert.Equal(InletC + rise, simulation.Value("coolant/feed/temperature"), 0.02 * rise);
    }

    [Fact]
    public void Channels_PumpsStop_WarmUpAndBalance()
    {
        Simulation simulation = Run(Coarse, Parts);
        double before = simulation.Value("asic0/mmu/temperature");
        simulation.Do(new TwinCommand.OverrideActuator("pump/speed", 0, null));
        simulation.Step();
        for (int i = 0; i < 20; i++)
        {
            StepClosed(simulation, 5);
            double now = simulation.Value("asic0/mmu/temperature");
            Assert.True(now > before, $"{now} after {before}");
            before = now;
        }

        Assert.InRange(before, 100, 1000);
        Assert.True(Math.Abs(simulation.Value("pump/rotor/flow")) < 1e-3 * RatedM3PerS);
        simulation.Do(new TwinCommand.OverrideActuator("pump/speed", 1, null));
        StepClosed(simulation, 500);
        Assert.InRange(simulation.Value("asic0/mmu/temperature"), 60, 90);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1000)]
    [InlineData(30_000)]
    public void Channels_StepOfPower_RisesWithoutOvershoot(double stepMs)
    {
        // Rounding of the modes apart: 1e-6 K of 40 K.
        const double RoundingK = 1e-6;
        Simulation steady = Run(Coarse with { Schedule = Every(1000) }, Parts);
        double[] endC = [.. ReferencePackage.Temperatures.Select(steady.Value)];
        Simulation simulation = Run(Coarse with { Initial = InitialCondition.Ambient, Room = Temperature.FromCelsius(InletC), Schedule = Every(stepMs) }, Parts);
        double[] lastC = [.. ReferencePackage.Temperatures.Select(simulation.Value)];
        for (int step = 0; step < 40; step++)
        {
            StepClosed(simulation, 1);
            for (int i = 0; i < lastC.Length; i++)
            {
                double now = simulation.Value(ReferencePackage.Temperatures[i]);
                Assert.True(now >= lastC[i] - RoundingK && now <= endC[i] + 1, $"{ReferencePackage.Temperatures[i]}: {now} after {lastC[i]}, end {endC[i]}");
                lastC[i] = now;
            }
        }
    }

    [Fact]
    public void Channels_TwoRuns_GiveTheSameBitsAndAllocateNothing()
    {
        ChassisModel model = Compile(Coarse, Parts);
        ulong[] hashes = new ulong[2];
        for (int run = 0; run < 2; run++)
        {
            Simulation simulation = Run(model);
            simulation.Do(new TwinCommand.OverrideActuator("pump/speed", 0.3, null));
            simulation.Step(100);
            AllocationWindow window = AllocationWindow.Open();
            simulation.Step(500);
            Assert.Equal(0, window.Bytes);
            hashes[run] = simulation.State.Hash();
        }

        Assert.Equal(hashes[0], hashes[1]);
    }

    [Theory]
    [InlineData(ChannelDirection.North, 1, 2, 37.5, 50, 37.5, 25)]
    [InlineData(ChannelDirection.South, 1, 2, 37.5, 0, 37.5, 25)]
    [InlineData(ChannelDirection.East, 1, 2, 50, 37.5, 25, 37.5)]
    [InlineData(ChannelDirection.West, 0, 0, 50, 0, 25, 37.5)]
    public void Plan_BandsOfStrips_LieInTheOrderOfTheFlow(ChannelDirection along, int band, int strip, double xMm, double yMm, double widthMm, double heightMm)
    {
        ChassisDescription chassis = Chassis(FloorWPerM2K, 3, 2);
        PackageFilmDescription film = chassis.Packages[0].Top[0];
        chassis = chassis with { Packages = [chassis.Packages[0] with { Top = [film with { Channels = film.Channels! with { Along = along } }] }] };
        CompileResult result = TryCompile(chassis, Parts);
        Assert.True(result.Model is not null, string.Join('\n', result.Problems));
        PackageFilm found = result.Packages[0].Model.Films.Single(item => item.Name == $"top-band{band}-strip{strip}");
        Assert.Equal(xMm, found.Area.XM * 1e3, 1e-9);
        Assert.Equal(yMm, found.Area.YM * 1e3, 1e-9);
        Assert.Equal(widthMm, found.Area.WidthM * 1e3, 1e-9);
        Assert.Equal(heightMm, found.Area.HeightM * 1e3, 1e-9);
    }

    private static ChassisDescription Coarse { get; } = Chassis(FloorWPerM2K, 4, 1) with { Schedule = Every(100) };

    private static ScheduleDescription Every(double milliseconds)
    {
        var period = Duration.FromMilliseconds(milliseconds);
        return new(period, period, period, period);
    }

    private static ChassisDescription Chassis(double filmWPerM2K, int strips, int bands) => Plain with
    {
        Room = Temperature.FromCelsius(BoardC),
        Initial = InitialCondition.Steady,
        Zones = [Zone("board", 100, 1e6)],
        Mounts = [Mount("psu.base", "board", 1), Mount("pump.base", "board", 1), Mount("back.base", "board", 1)],
        Rails = [Rail("bus", "psu.out", "asic0.supply, oe*.supply, pump.supply, back.supply")],
        Packages =
        [
            ReferencePackage.Description with
            {
                Top =
                [
                    new(null, HeatTransferCoefficient.FromSi(filmWPerM2K))
                    {
                        Channels = new()
                        {
                            Stream = "coolant", From = "feed", To = "warm", Along = ChannelDirection.North, Strips = strips, Bands = bands,
                            Drop = Pressure.FromPascals(DropPa), Flow = VolumeFlow.FromSi(RatedM3PerS), Capacity = JPerK(40),
                        },
                    },
                ],
                Bottom = [Film("board", 50)],
            },
        ],
        Streams = [Stream([new("hose", "warm", "outlet", Pressure.FromPascals(1), VolumeFlow.FromSi(RatedM3PerS))])],
    };

    private static StreamDescription Stream(PassageDescription[] passages) =>
        new("coolant", Fluid.Water, Temperature.FromCelsius(InletC), [new(Ref("pump.rotor"), "inlet", "between"), new(Ref("back.rotor"), "between", "feed")], passages);

    private static double Strip(Simulation simulation, int index) => simulation.Value($"coolant/package0/top-strip{index}/temperature");

    // Differences of the block averages from the cell-wise solution with channels, at the same flow.
    private static (double LowestK, double HighestK) Errors(Simulation simulation, bool isBare)
    {
        CompileResult laid = TryCompile(Chassis(FloorWPerM2K, 1, 1), Parts);
        PackageModel model = ReferencePackage.UnderChannels(Assert.Single(laid.Packages).Model, simulation.Value("pump/rotor/flow"), WaterJPerM3K, InletC, BoardC, isBare);
        var system = new PackageSystem(model, PackageGrid.Uniform(model, laid.Packages[0].Grid.Columns));
        double[] temperaturesC = new double[system.CellCount];
        Assert.Equal(IterationStatus.Converged, new PackageSolver(system).SolveSteady(temperaturesC).Status);
        double[] differences = [.. ReferencePackage.Temperatures.Select((path, i) => simulation.Value(path) - system.BlockAverage(i, temperaturesC))];
        return (differences.Min(), differences.Max());
    }

    // Components to 1e-9 of their power, and the box too.
    private static void StepClosed(Simulation simulation, int count)
    {
        for (int i = 0; i < count; i++)
        {
            simulation.StepBalanced(1);
            Assert.InRange(Math.Abs(simulation.Value("box-imbalance")), 0, 1e-9 * simulation.Value("inlet-power"));
        }
    }
}
