using Twin.Contracts;
using Twin.Engine.Description;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Tests.Bench;
using Twin.Physics.Thermal;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Thermal;

public sealed class StreamTests
{
    private const double InletC = 25;

    private static readonly (string, Func<IComponent>) Psu = ("psu", () => new Supply());
    private static readonly (string, Func<IComponent>) Rotor = ("fan", () => new Fan());

    private static double CapacityPerM3 => DryAir.DensityKgPerM3(InletC, 0) * DryAir.SpecificHeatJPerKgK(InletC);

    [Fact]
    public void Fan_AgainstADuct_MeetsAtTheOperatingPoint()
    {
        Simulation simulation = Run(Chassis(Serial()), Parts([("duct", () => new Duct(0.01, 100, 1))]));

        simulation.StepBalanced(1);
        double flow = simulation.Value("duct/air/flow");
        double rise = -simulation.Value("fan/rotor/pressure-drop");
        Assert.Equal(flow, simulation.Value("fan/rotor/flow"), 1e-12);
        Assert.Equal(rise, simulation.Value("duct/air/pressure-drop"), 1e-6);

        // Density scales both sides alike, so the flow does not depend on it: 500 (1 - 400 q) = 1e6 q with q = Q^2.
        Assert.Equal(Math.Sqrt(500 / (1e6 + (500 * 400))), flow, 1e-9);
    }

    [Fact]
    public void Fan_AtHalfSpeed_MovesHalfTheFlowAtAQuarterOfThePressure()
    {
        Simulation simulation = Run(Chassis(Serial()), Parts([("duct", () => new Duct(0.01, 100, 1))]));
        simulation.StepBalanced(2);
        double flow = simulation.Value("duct/air/flow");
        double drop = simulation.Value("duct/air/pressure-drop");
        simulation.Do(new TwinCommand.OverrideActuator("fan/speed", 0.5, null));
        simulation.StepBalanced(2);
        Assert.Equal(flow / 2, simulation.Value("duct/air/flow"), 1e-9);
        Assert.Equal(drop / 4, simulation.Value("duct/air/pressure-drop"), 1e-6);
    }

    [Fact]
    public void Path_TwoSinksInSeries_TheSecondStandsInWarmerAir()
    {
        ChassisDescription description = Chassis([
            new(Ref("fan.rotor"), "inlet", "a"), new(Ref("d0.air"), "a", "b"), new(Ref("d1.air"), "b", "outlet")]) with
        {
            Initial = InitialCondition.Steady,
            Mounts = [Mount("h0.base", "d0.seat", 1), Mount("h1.base", "d1.seat", 1), .. Ground()],
            Rails = [Rail("bus", "psu.out", "h*.supply, fan.supply")],
        };
        Simulation simulation = Run(description, Parts([
            ("d0", () => new Duct(0.01, 100, 2)), ("d1", () => new Duct(0.01, 100, 2)), ("h0", () => new Heater(10)), ("h1", () => new Heater(10))]));
        simulation.StepBalanced(20);
        double c = simulation.Value("fan/rotor/flow") * CapacityPerM3;
        double hydraulic = simulation.Value("fan/rotor/flow") * -simulation.Value("fan/rotor/pressure-drop");
        double g = c * (1 - Math.Exp(-2 / c));

        // Each sink gives 10 W to the air that enters it; each passage also takes half of the hydraulic power as friction.
        Assert.Equal(InletC + (10 / g), simulation.Value("d0/sink/temperature"), 1e-3);
        Assert.Equal(InletC + ((10 + (hydraulic / 2)) / c), simulation.Value("d1/air/inlet-temperature"), 1e-3);
        Assert.Equal(simulation.Value("d1/air/inlet-temperature") + (10 / g), simulation.Value("d1/sink/temperature"), 1e-3);
        Assert.Equal(InletC + ((20 + hydraulic) / c), simulation.Value("d1/air/outlet-temperature"), 1e-3);
    }

    [Fact]
    public void Branches_ParallelCagesWithBypass_ShareTheFlowBySquareRootOfResistance()
    {
        ChassisDescription description = Chassis(
            [new(Ref("fan.rotor"), "inlet", "a"), new(Ref("d*.air"), "a", "outlet")],
            [new("bypass", "a", "outlet", Pressure.FromPascals(100), VolumeFlow.FromCubicMetersPerSecond(0.005))]);
        Simulation simulation = Run(description, Parts([("d0", () => new Duct(0.01, 100, 1)), ("d1", () => new Duct(0.01, 400, 1))]));
        simulation.StepBalanced(3);
        double first = simulation.Value("d0/air/flow");
        double second = simulation.Value("d1/air/flow");
        Assert.Equal(first / 2, second, 1e-9);
        Assert.Equal(first / 2, simulation.Value("fan/rotor/flow") - first - second, 1e-9);
    }

    [Fact]
    public void Opening_Halved_DropAtAFlowGrowsFourfold()
    {
        Simulation simulation = Run(Chassis(Serial()), Parts([("duct", () => new Duct(0.01, 100, 1))]));
        simulation.Do(new TwinCommand.OverrideActuator("duct/opening", 0.5, null));
        simulation.StepBalanced(2);
        double flow = simulation.Value("duct/air/flow");
        double density = DryAir.DensityKgPerM3(InletC, 0) / DryAir.DensityKgPerM3(20, 0);
        Assert.Equal(4 * 100 * Math.Pow(flow / 0.01, 2) * density, simulation.Value("duct/air/pressure-drop"), 1e-3);
    }

    [Fact]
    public void Flow_Shut_NothingIsCarriedAndWhatIsHotWarmsOn()
    {
        ChassisDescription description = Chassis(Serial()) with
        {
            Mounts = [Mount("h0.base", "duct.seat", 1), .. Ground()],
            Rails = [Rail("bus", "psu.out", "h*.supply, fan.supply")],
        };
        Simulation simulation = Run(description, Parts([("duct", () => new Duct(0.01, 100, 2)), ("h0", () => new Heater(10))]));
        simulation.StepBalanced(100);
        simulation.Do(new TwinCommand.OverrideActuator("duct/opening", 0, null));
        simulation.StepBalanced(100);
        Assert.Equal(0, simulation.Value("duct/air/flow"));
        Assert.Equal(0, simulation.Value("fluid-heat"), 1e-9);
        double before = simulation.Value("duct/sink/temperature");
        simulation.StepBalanced(100);
        Assert.True(simulation.Value("duct/sink/temperature") > before);
    }

    [Fact]
    public void Flow_Reversed_EntersFromTheOutletAndCarriesHeatTheOtherWay()
    {
        // The fan blows from the outlet to the inlet.
        ChassisDescription description = Chassis([
            new(Ref("fan.rotor"), "outlet", "b"), new(Ref("d1.air"), "a", "b"), new(Ref("d0.air"), "inlet", "a")]) with
        {
            Initial = InitialCondition.Steady,
            Mounts = [Mount("h0.base", "d0.seat", 1), Mount("h1.base", "d1.seat", 1), .. Ground()],
            Rails = [Rail("bus", "psu.out", "h*.supply, fan.supply")],
        };
        Simulation simulation = Run(description, Parts([
            ("d0", () => new Duct(0.01, 100, 2)), ("d1", () => new Duct(0.01, 100, 2)), ("h0", () => new Heater(10)), ("h1", () => new Heater(10))]));
        simulation.StepBalanced(20);
        Assert.True(simulation.Value("d0/air/flow") < 0);
        double c = -simulation.Value("d0/air/flow") * CapacityPerM3;
        double g = c * (1 - Math.Exp(-2 / c));
        Assert.Equal(InletC + (10 / g), simulation.Value("d1/sink/temperature"), 1e-3);
        Assert.True(simulation.Value("d0/sink/temperature") > simulation.Value("d1/sink/temperature") + (9 / c));
        Assert.Equal(simulation.Value("inlet-power"), simulation.Value("fluid-heat") + simulation.Value("surface-loss"), 1e-3);
    }

    [Fact]
    public void InletTemperature_SetLive_MovesEverythingByAsMuch()
    {
        ChassisDescription description = Chassis(Serial()) with
        {
            Initial = InitialCondition.Steady,
            Mounts = [Mount("h0.base", "duct.seat", 1), .. Ground()],
            Rails = [Rail("bus", "psu.out", "h*.supply, fan.supply")],
        };
        Simulation simulation = Run(description, Parts([("duct", () => new Duct(0.01, 100, 2, heatCapacityJPerK: 0.01)), ("h0", () => new Heater(10, capacityJPerK: 0.01))]));
        double before = simulation.Value("h0/body/temperature");
        simulation.Do(new TwinCommand.SetParameter("air/inlet-temperature", InletC + 10));
        simulation.StepBalanced(3000);
        Assert.Equal(before + 10, simulation.Value("h0/body/temperature"), 0.02);
    }

    [Fact]
    public void Fan_Stalled_LeaksBackwardsThroughItWhileTheOtherRuns()
    {
        ChassisDescription description = Chassis([
            new(Ref("fan*.rotor"), "inlet", "a"), new(Ref("duct.air"), "a", "outlet")]) with
        {
            Mounts = [Mount("fan*.base", "ground", 1), Mount("psu.base", "ground", 1), Mount("duct.seat", "ground", 1)],
            Rails = [Rail("bus", "psu.out", "fan*.supply")],
        };
        Simulation simulation = Run(description, Psu, ("fan0", () => new Fan()), ("fan1", () => new Fan()), ("duct", () => new Duct(0.01, 100, 2)));
        simulation.StepBalanced(5);
        double before = simulation.Value("duct/air/flow");
        simulation.Do(new TwinCommand.InjectFault("fan1/stalled", 1));
        simulation.StepBalanced(5);
        Assert.True(simulation.Value("fan1/rotor/flow") < 0);
        Assert.True(simulation.Value("duct/air/flow") < before);
    }

    [Fact]
    public void Exchange_FollowsItsPowerOfTheFlow()
    {
        Simulation simulation = Run(
            Chassis(Serial()) with { Initial = InitialCondition.Steady, Room = Temperature.FromCelsius(60) }, Parts([("duct", () => new Duct(0.01, 100, 2, exponent: 0.5))]));
        simulation.StepBalanced(1);
        double flow = simulation.Value("duct/air/flow");
        double c = flow * CapacityPerM3;
        double wall = 2 * Math.Sqrt(flow / 0.01);
        double expected = c * (1 - Math.Exp(-wall / c));

        // The sink stands between the ground at nearly 60 degC (1 W/K and 10 W/K in series) and the air.
        double sink = simulation.Value("duct/sink/temperature");
        double ground = simulation.Value("ground/temperature");
        double into = (ground - sink) / ((1 / 1.0) + (1 / 10.0));
        Assert.Equal(into, expected * (sink - InletC), 1e-4);
    }

    [Fact]
    public void Step_FirstOfAColdRun_ComponentsReadTheTemperatureOfTheInlet()
    {
        double read = double.NaN;
        FlowElement element = default;
        Simulation simulation = Run(
            Chassis([new(Ref("fan.rotor"), "inlet", "a"), new(Ref("probe.air"), "a", "outlet")]) with { Mounts = [Mount("psu.base", "ground", 1), Mount("fan.base", "ground", 1)] },
            Psu, Rotor,
            ("probe", () => new FlowPart(
                builder => element = builder.FlowElement("air", FlowMedium.Air, FlowResistance.FromRatedPoint(Pressure.FromPascals(100), VolumeFlow.FromCubicMetersPerSecond(0.01))),
                (in StepContext step) => read = step.InletTemperature(element).Celsius,
                (in StepContext step) => { })));
        simulation.Step();
        Assert.Equal(InletC, read, 1e-9);
    }

    [Fact]
    public void Start_Settling_ComponentsReadFluidTemperatures()
    {
        double read = double.NaN;
        FlowElement element = default;
        Run(
            Chassis([new(Ref("fan.rotor"), "inlet", "a"), new(Ref("duct.air"), "a", "b"), new(Ref("probe.air"), "b", "outlet")]) with
            {
                Initial = InitialCondition.Steady,
                Mounts = [Mount("h0.base", "duct.seat", 1), .. Ground()],
                Rails = [Rail("bus", "psu.out", "h*.supply, fan.supply")],
            },
            Parts([("duct", () => new Duct(0.01, 100, 2)), ("h0", () => new Heater(10)), ("probe", () => new FlowPart(
                builder => element = builder.FlowElement("air", FlowMedium.Air, FlowResistance.FromRatedPoint(Pressure.FromPascals(100), VolumeFlow.FromCubicMetersPerSecond(0.01))),
                (in StepContext step) => read = step.IsSettling ? step.InletTemperature(element).Celsius : read,
                (in StepContext step) => { }))]));
        Assert.InRange(read, InletC + 0.3, InletC + 5);
    }

    private static List<MountDescription> Ground() => [Mount("psu.base", "ground", 1), Mount("fan.base", "ground", 1)];

    private static List<StreamElementDescription> Serial() => [new(Ref("fan.rotor"), "inlet", "a"), new(Ref("duct.air"), "a", "outlet")];

    private static (string, Func<IComponent>)[] Parts(ReadOnlySpan<(string, Func<IComponent>)> more) => [Psu, Rotor, .. more];

    private static ChassisDescription Chassis(IReadOnlyList<StreamElementDescription> elements, IReadOnlyList<PassageDescription>? passages = null) => Plain with
    {
        Room = Temperature.FromCelsius(InletC),
        Zones = [Zone("ground", 10, 2)],
        Mounts = [.. Ground(), Mount("d*.seat", "ground", 1)],
        Rails = [Rail("bus", "psu.out", "fan.supply")],
        Streams = [new("air", Fluid.Air, Temperature.FromCelsius(InletC), elements, passages ?? [])],
    };
}
