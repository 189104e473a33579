using FsCheck;
using FsCheck.Fluent;
using Twin.Physics.Flow;
using Twin.Physics.Random;

namespace Twin.Physics.Tests.Flow;

public class FlowNetworkTests
{
    // Laws hold to 1e-12 of the driving pressure, flows then to about half of that; 1e-10 leaves room for networks in series.
    private const double Relative = 1e-10;

    // The quadratic fan of the reference, dp0 (1 - (Q/Q0)^2): a straight line in Q|Q|, so two points say it all.
    private static readonly PressureCurve QuadraticFan = new([0, 0.02], [900, 0]);
    private static readonly PressureCurve BentFan = new([0, 0.006, 0.012, 0.02], [1000, 850, 600, 0]);

    [Theory]
    [InlineData(1.0, 0.0149071198)]
    [InlineData(0.5, 0.00745355992)]
    [InlineData(0.8, 0.0119256959)]
    public void FanAndSystem_ReferenceCase_MeetsOperatingPoint(double speed, double flow)
    {
        // analytic.csv A7, printed to nine digits.
        FlowCase circuit = new(3, [0, 2], [new(0, 1, QuadraticFan), new(1, 2)]);
        circuit.Quadratic[1] = 1.8e6;
        circuit.Speed[0] = speed;
        circuit.SolveAndCheck();
        Assert.Equal(flow, circuit.Flows[0], 5e-9 * flow);
        Assert.Equal(speed * Math.Sqrt(900 / (1.8e6 + (900 / 4e-4))), circuit.Flows[0], Relative * flow);
    }

    [Fact]
    public void AffinityLaws_ReferenceCase_ScaleWithSpeed()
    {
        Assert.Equal(0.0156, AffinityLaws.FlowM3PerS(0.012, 1.3), 1e-12);
        Assert.Equal(709.8, AffinityLaws.PressurePa(420, 1.3), 1e-9);
        Assert.Equal(48.334, AffinityLaws.PowerW(22, 1.3), 1e-9);
        Assert.Equal(1.3 * 1.3 * BentFan.RisePa(0.01, 1), BentFan.RisePa(0.013, 1.3), 1e-9);
    }

    [Fact]
    public void TwoFansInParallel_SameSpeed_ShareFlow()
    {
        FlowCase circuit = new(3, [0, 2], [new(0, 1, BentFan), new(0, 1, BentFan), new(1, 2)]);
        circuit.Quadratic[2] = 0.6e6;
        circuit.SolveAndCheck();
        Assert.Equal(circuit.Flows[0], circuit.Flows[1], Relative);

        // Each fan sees four times the resistance.
        FlowCase single = new(3, [0, 2], [new(0, 1, BentFan), new(1, 2)]);
        single.Quadratic[1] = 4 * 0.6e6;
        single.SolveAndCheck();
        Assert.Equal(single.Flows[0], circuit.Flows[0], Relative);
    }

    [Fact]
    public void FailedFan_WithReversePath_LeaksAndFlapHoldsLeakDown()
    {
        FlowCase circuit = new(3, [0, 2], [new(0, 1, QuadraticFan), new(0, 1, QuadraticFan), new(1, 2)]);
        circuit.Quadratic[2] = 1.8e6;
        circuit.Speed[1] = 0;
        circuit.SolveAndCheck();
        double pressure = circuit.Pressures[1];

        // The stopped fan is its own slope as a resistance: 900 / 0.02^2.
        Assert.Equal(-Math.Sqrt(pressure / (900 / 4e-4)), circuit.Flows[1], Relative);
        Assert.Equal(circuit.Flows[0] + circuit.Flows[1], circuit.Flows[2], 1e-17);
        double leak = circuit.Flows[1];
        circuit.Reverse[1] = 1e9;
        circuit.SolveAndCheck();
        Assert.InRange(circuit.Flows[1], 0.1 * leak, 0);
        Assert.Equal(-Math.Sqrt(circuit.Pressures[1] / (1e9 + (900 / 4e-4))), circuit.Flows[1], Relative);
    }

    [Fact]
    public void ParallelBranches_WithBypass_ShareByInverseRootOfResistance()
    {
        double[] resistances = [4e6, 1e6, 9e6, 64e6];
        FlowCase circuit = new(2, [0, 1], [new(0, 1), new(0, 1), new(0, 1), new(0, 1)]);
        resistances.CopyTo(circuit.Quadratic, 0);
        circuit.Pressures[0] = 250;
        circuit.SolveAndCheck();
        Assert.Equal(resistances.Select(b => Math.Sqrt(250 / b)), circuit.Flows, (a, b) => Math.Abs(a - b) < Relative * 0.01);
    }

    [Fact]
    public void ParallelBranches_BehindFan_ActAsOneResistance()
    {
        FlowCase circuit = new(4, [0, 3], [new(0, 1, QuadraticFan), new(1, 2), new(2, 3), new(2, 3), new(1, 3)]);
        circuit.Quadratic[1] = 0.5e6;
        circuit.Quadratic[2] = 2e6;
        circuit.Quadratic[3] = 8e6;
        circuit.Quadratic[4] = 20e6;
        circuit.SolveAndCheck();
        double branches = Parallel(2e6, 8e6);
        double whole = Parallel(0.5e6 + branches, 20e6);
        double flow = Math.Sqrt(900 / (whole + (900 / 4e-4)));
        Assert.Equal(flow, circuit.Flows[0], Relative * flow);
        Assert.Equal(2, circuit.Flows[2] / circuit.Flows[3], 1e-9);
        Assert.Equal(flow * Math.Sqrt(whole / 20e6), circuit.Flows[4], Relative);
    }

    [Fact]
    public void LinearAndQuadraticElement_BetweenPressures_SolvesItsEquation()
    {
        FlowCase circuit = new(3, [0, 2], [new(0, 1), new(1, 2)]);
        circuit.Linear.AsSpan().Fill(2e3);
        circuit.Quadratic.AsSpan().Fill(5e5);
        circuit.Pressures[0] = 101325 + 60;
        circuit.Pressures[2] = 101325;
        circuit.SolveAndCheck();

        // a Q + b Q^2 = 30 Pa in each; the absolute level costs five digits.
        double flow = 60 / (2e3 + Math.Sqrt(4e6 + (4 * 5e5 * 30)));
        Assert.Equal(flow, circuit.Flows[0], 1e-9 * flow);
        (circuit.Pressures[0], circuit.Pressures[2]) = (circuit.Pressures[2], circuit.Pressures[0]);
        circuit.SolveAndCheck();
        Assert.Equal(-flow, circuit.Flows[0], 1e-9 * flow);
    }

    [Fact]
    public void StoppedMovers_EqualPressures_GiveExactlyNoFlow()
    {
        FlowCase circuit = Tray(1, 8);
        circuit.SolveAndCheck();
        Array.Clear(circuit.Speed);
        circuit.SolveAndCheck();
        Assert.All(circuit.Flows, flow => Assert.Equal(0, flow));
        Assert.All(circuit.Pressures, pressure => Assert.Equal(0, pressure));
    }

    [Fact]
    public void ClosedLoop_WithoutFixedPressure_CirculatesAboutItsLevel()
    {
        FlowCase loop = new(3, [], [new(0, 1, QuadraticFan), new(1, 2), new(2, 0)]);
        loop.Quadratic[1] = 1e6;
        loop.Quadratic[2] = 0.8e6;
        loop.Pressures[0] = 150_000;
        loop.SolveAndCheck();
        Assert.Equal(0.0149071198, loop.Flows[0], 1e-9);
        Assert.Equal(150_000, loop.Pressures[0]);
    }

    [Fact]
    public void ShutElement_CutsPartOff_AndTheRestGoesOn()
    {
        FlowCase circuit = new(4, [0, 3], [new(0, 1, QuadraticFan), new(1, 3), new(1, 2), new(2, 3)]);
        circuit.Quadratic[1] = 1.8e6;
        circuit.Quadratic[2] = circuit.Quadratic[3] = 1e6;
        circuit.SolveAndCheck();
        Assert.True(circuit.Flows[2] > 0);
        circuit.Open[2] = circuit.Open[3] = false;
        circuit.SolveAndCheck();
        Assert.Equal(0, circuit.Flows[2]);
        Assert.Equal(0, circuit.Flows[3]);
        Assert.Equal(0.0149071198, circuit.Flows[0], 1e-10);
        circuit.Open[2] = true;
        circuit.SolveAndCheck();
        Assert.Equal(0, circuit.Flows[2], 1e-17);
        Assert.Equal(circuit.Pressures[1], circuit.Pressures[2], 1e-6);
    }

    [Fact]
    public void Density_Halved_LeavesFlowAndHalvesPressure()
    {
        FlowCase circuit = Tray(5, 8);
        Array.Clear(circuit.Linear);
        circuit.SolveAndCheck();
        double[] flows = [.. circuit.Flows];
        double[] pressures = [.. circuit.Pressures];
        circuit.DensityRatio = 0.5;
        circuit.SolveAndCheck();
        for (int e = 0; e < flows.Length; e++)
        {
            Assert.Equal(flows[e], circuit.Flows[e], 1e-7 * flows.Max());
        }

        for (int j = 0; j < pressures.Length; j++)
        {
            Assert.Equal(0.5 * pressures[j], circuit.Pressures[j], 1e-7 * 1000);
        }
    }

    [Fact]
    public void FlatCurve_AndTwoDifferentFans_Converge()
    {
        PressureCurve flat = new([0, 0.002, 0.01, 0.02], [510, 500, 500, 0]);
        FlowCase circuit = new(3, [0, 2], [new(0, 1, flat), new(0, 1, BentFan), new(1, 2)]);
        circuit.Quadratic[2] = 5e6;
        circuit.SolveAndCheck();

        // The weaker fan's flat part is below what the other one holds.
        Assert.True(circuit.Flows[1] > 0);
    }

    [Fact]
    public void Networks_Random_ConserveAndConvergeFromColdAndWarm() => Prop.ForAll(
        ArbMap.Default.ArbFor<PositiveInt>(),
        seed =>
        {
            FlowCase circuit = Tray((ulong)seed.Get, 2 + (seed.Get % 12));
            circuit.SolveAndCheck();
            for (ulong change = 0; change < 5; change++)
            {
                int e = (int)(CounterRandom.Bits((ulong)seed.Get, 50, change) % (ulong)circuit.Speed.Length);
                circuit.Speed[e] = CounterRandom.Uniform((ulong)seed.Get, 51, change) < 0.3 ? 0 : CounterRandom.Uniform((ulong)seed.Get, 52, change) * 1.5;
                int other = (int)(CounterRandom.Bits((ulong)seed.Get, 53, change) % (ulong)circuit.Open.Length);
                circuit.Open[other] = !circuit.Open[other];
                circuit.SolveAndCheck();
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Networks_ElementsInAnotherOrder_HaveTheSameFlows() => Prop.ForAll(
        ArbMap.Default.ArbFor<PositiveInt>(),
        seed =>
        {
            FlowCase circuit = Tray((ulong)seed.Get, 2 + (seed.Get % 9));
            FlowCase reversed = circuit.Reversed();
            circuit.SolveAndCheck();
            reversed.SolveAndCheck();
            double greatest = circuit.Flows.Max(Math.Abs);
            for (int e = 0; e < circuit.Flows.Length; e++)
            {
                // Where flow all but vanishes it is known to the root of the pressure tolerance only.
                Assert.Equal(circuit.Flows[e], reversed.Flows[^(e + 1)], 1e-6 * greatest);
                double drop = circuit.Drop(e);
                Assert.Equal(drop, reversed.Drop(circuit.Flows.Length - 1 - e), 1e-9 * 1500);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Fans_FasterTogether_NeverMoveLess() => Prop.ForAll(
        ArbMap.Default.ArbFor<PositiveInt>(),
        seed =>
        {
            FlowCase circuit = Tray((ulong)seed.Get, 6);
            double last = -1;
            for (int step = 0; step <= 10; step++)
            {
                circuit.Speed.AsSpan().Fill(0.15 * step);
                circuit.SolveAndCheck();
                double total = circuit.OutflowOfFixed(circuit.JunctionCount - 1);
                Assert.True(total >= last, $"{total} m3/s at speed {0.15 * step} after {last} m3/s");
                last = total;
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void OneFan_Faster_NeverMovesLessItself()
    {
        FlowCase circuit = Tray(11, 8);
        double last = double.NegativeInfinity;
        for (int step = 0; step <= 20; step++)
        {
            circuit.Speed[0] = 0.1 * step;
            circuit.SolveAndCheck();
            Assert.True(circuit.Flows[0] >= last);
            last = circuit.Flows[0];
        }
    }

    [Fact]
    public void Solve_Again_IsFreeAndAllocatesNothing()
    {
        FlowCase circuit = Tray(3, 10);
        circuit.SolveAndCheck();
        double[] flows = [.. circuit.Flows];
        Assert.Equal(0, circuit.Solve().Iterations);
        Assert.Equal(flows, circuit.Flows);
        circuit.Speed[0] = 0.7;
        AllocationWindow window = AllocationWindow.Open();
        FlowSolution solution = circuit.Solve();
        long allocated = window.Bytes;
        Assert.Equal(0, allocated);
        Assert.InRange(solution.Iterations, 1, 12);
    }

    [Fact]
    public void Solve_BadParameters_IsAStatusAndChangesNothing()
    {
        FlowCase circuit = new(3, [0, 2], [new(0, 1, QuadraticFan), new(1, 2)]);
        circuit.Quadratic[1] = 1e6;
        circuit.Solve();
        double[] flows = [.. circuit.Flows];
        circuit.Quadratic[1] = 0;
        FlowSolution solution = circuit.Solve();
        Assert.Equal(FlowStatus.InvalidParameter, solution.Status);
        Assert.Equal(1, solution.InvalidElement);
        circuit.Quadratic[1] = 1e6;
        circuit.Speed[0] = double.NaN;
        Assert.Equal(0, circuit.Solve().InvalidElement);
        circuit.Speed[0] = 1;
        circuit.Pressures[0] = double.NaN;
        Assert.Equal(FlowStatus.InvalidParameter, circuit.Solve().Status);
        Assert.Equal(flows, circuit.Flows);
    }

    [Fact]
    public void Constructors_WrongInput_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new PressureCurve([-1, 0, 2], [4, 6, 0]));
        Assert.Throws<ArgumentException>(() => new PressureCurve([0, 1, 2], [5, 4, 6]));
        Assert.Throws<ArgumentException>(() => new PressureCurve([0, 1], [5, 0], 0));
        Assert.Throws<ArgumentException>(() => new PressureCurve([-1, 1], [5, 0], 3));
        Assert.Throws<ArgumentException>(() => new PressureCurve([0, 0], [5, 4]));
        Assert.Throws<ArgumentException>(() => new PressureCurve([0], [5]));
        Assert.Throws<ArgumentException>(() => new PressureCurve([0, 1], [double.NaN, 4]));
        Assert.Throws<ArgumentException>(() => new PressureCurve([0, 1], [0, -4]));
        Assert.Throws<ArgumentException>(() => new FlowNetwork(2, [], [new FlowElement(0, 0)]));
        Assert.Throws<ArgumentException>(() => new FlowNetwork(2, [2], []));
    }

    private static double Parallel(double first, double second)
    {
        double conductance = (1 / Math.Sqrt(first)) + (1 / Math.Sqrt(second));
        return 1 / (conductance * conductance);
    }

    /// <summary>Fans from the room into a plenum, several slots in parallel with cross leaks and a bypass, out to the room; odd numbers throughout.</summary>
    private static FlowCase Tray(ulong seed, int slots)
    {
        List<FlowElement> elements = [];
        int outlet = slots + 2;
        for (int fan = 0; fan < 3; fan++)
        {
            elements.Add(new FlowElement(0, 1, fan == 1 ? QuadraticFan : BentFan));
        }

        for (int slot = 0; slot < slots; slot++)
        {
            elements.Add(new FlowElement(1, 2 + slot));
            elements.Add(new FlowElement(2 + slot, outlet));
            if (slot > 0)
            {
                elements.Add(new FlowElement(1 + slot, 2 + slot));
            }
        }

        elements.Add(new FlowElement(1, outlet));
        elements.Add(new FlowElement(1, 0));
        FlowCase circuit = new(slots + 3, [0, outlet], [.. elements]);
        for (int e = 0; e < elements.Count; e++)
        {
            double draw = CounterRandom.Uniform(seed, 1, (ulong)e);
            circuit.Quadratic[e] = elements[e].Curve is null ? Math.Pow(10, 5 + (3 * draw)) : 0;
            circuit.Reverse[e] = circuit.Quadratic[e] * (draw < 0.3 ? 5 : 1);
            circuit.Linear[e] = draw > 0.6 ? 3e3 : 0;
            circuit.Speed[e] = 0.4 + draw;
        }

        return circuit;
    }
}
