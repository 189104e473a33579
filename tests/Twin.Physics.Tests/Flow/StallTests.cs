using FsCheck;
using FsCheck.Fluent;
using Twin.Physics.Flow;
using Twin.Physics.Random;

namespace Twin.Physics.Tests.Flow;

/// <summary>Curves with a dip: which operating point is taken, and that it is one. Oracles scan the curve and bisect; they know nothing of the network.</summary>
public class StallTests
{
    // Laws hold to 1e-12 of the drive; a bisection of sixty halvings is exact to rounding.
    private const double Relative = 1e-9;

    // Shape of a small axial fan: shut-off, valley, peak, free delivery.
    private static readonly double[] FanFlows = [0, 0.010, 0.0165, 0.0236, 0.033, 0.047, 0.061];
    private static readonly double[] FanPressures = [900, 640, 540, 610, 520, 300, 0];
    private static readonly PressureCurve Fan = new(FanFlows, FanPressures);

    [Fact]
    public void Curve_WithADip_SaysWhereStallBegins()
    {
        Assert.False(Fan.IsMonotone);
        Assert.Equal(0.0236, Fan.StallFlowM3PerS, 1e-15);
        Assert.True(Fan.IsStalled(0.0117, 0.5));
        Assert.False(Fan.IsStalled(0.0119, 0.5));
        Assert.False(Fan.IsStalled(0, 0));
        Assert.Equal(0, new PressureCurve([0, 1], [5, 0]).StallFlowM3PerS);
    }

    [Fact]
    public void Curve_DroopingAtShutOff_OpposesReverseFlow()
    {
        PressureCurve pump = new([0, 1, 2], [100, 110, 0]);
        Assert.Equal(100, pump.RisePa(0, 1), 1e-12);
        Assert.True(pump.RisePa(-1, 1) > 100);
        Assert.Equal(100.0 / 4, pump.RisePa(-1, 0), 1e-12);
        Assert.Equal(7 * 0.25, new PressureCurve([0, 1], [5, 0], 7).RisePa(-0.5, 0), 1e-12);
    }

    [Theory]
    [InlineData(0.15)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    [InlineData(1.0)]
    [InlineData(1.2)]
    public void SingleFan_FromRest_TakesTheLeastStableFlowAtAnySpeed(double speed)
    {
        for (double resistance = 5e4; resistance < 2e7; resistance *= 1.07)
        {
            FlowCase circuit = Single(resistance, speed);
            circuit.SolveAndCheck();
            double expected = speed * Settle(0, resistance);
            Assert.Equal(expected, circuit.Flows[0], Relative * expected);
        }
    }

    [Fact]
    public void SingleFan_ResistanceUpAndDown_JumpsWhereItsBranchEndsAndNotBefore()
    {
        FlowCase circuit = Single(1e5, 1);
        double flow = 0;
        int jumps = 0;
        double[] resistances = [.. Enumerable.Range(0, 120).Select(i => 1e5 * Math.Pow(1.03, i)), .. Enumerable.Range(0, 120).Select(i => 1e5 * Math.Pow(1.03, 119 - i))];
        foreach (double resistance in resistances)
        {
            circuit.Quadratic[1] = resistance;
            FlowSolution solution = circuit.SolveAndCheck();
            double expected = Settle(flow, resistance);
            jumps += flow > 0 && Math.Abs(expected - flow) > 0.2 * flow ? 1 : 0;
            Assert.Equal(expected, circuit.Flows[0], Relative * expected);
            Assert.InRange(solution.Iterations, 0, 200);
            flow = expected;
        }

        // The first solve is from rest; then once into stall and once out of it, or without a jump where the system is steeper than the rise.
        Assert.InRange(jumps, 0, 2);
    }

    [Fact]
    public void SingleFan_AgainstARoom_HasTwoFlowsAtOneResistanceAndKeepsTheOneItHas()
    {
        // A plenum held at 560 Pa meets the curve three times: at a falling, a rising and a falling slope; the middle one is unstable.
        FlowCase circuit = new(3, [0, 2], [new(0, 1, Fan), new(1, 2)]);
        circuit.Quadratic[1] = 1e4;
        circuit.Pressures[2] = 560;
        double low = Settle(0, 1e4, 560);
        double high = Settle(0.05, 1e4, 560);
        Assert.True(Fan.IsStalled(low, 1));
        Assert.False(Fan.IsStalled(high, 1));

        circuit.SolveAndCheck();
        Assert.Equal(low, circuit.Flows[0], Relative * low);
        circuit.Pressures[2] = 530;
        circuit.SolveAndCheck();
        double out0 = Settle(low, 1e4, 530);
        Assert.Equal(out0, circuit.Flows[0], Relative * out0);
        circuit.Pressures[2] = 560;
        circuit.SolveAndCheck();
        Assert.Equal(high, circuit.Flows[0], Relative * high);
        circuit.Pressures[2] = 620;
        circuit.SolveAndCheck();
        double back = Settle(high, 1e4, 620);
        Assert.True(Fan.IsStalled(circuit.Flows[0], 1));
        Assert.Equal(back, circuit.Flows[0], Relative * back);
    }

    [Fact]
    public void SingleFan_SteepSystem_RestsOnTheRisingSlope()
    {
        // At 0.02 m3/s the curve rises; a straight system through that point is steeper than it and makes it stable.
        double rise = Rise(0.02);
        FlowCase circuit = new(3, [0, 2], [new(0, 1, Fan), new(1, 2)]);
        circuit.Linear[1] = rise / 0.02;
        circuit.Quadratic[1] = 0;
        circuit.SolveAndCheck();
        Assert.Equal(0.02, circuit.Flows[0], Relative * 0.02);

        // The next solve starts there and is free.
        Assert.Equal(0, circuit.Solve().Iterations);
    }

    [Fact]
    public void TwoAlikeFans_BalancedOnTheRise_TheSecondStallsAndBothMeetTheirCurves()
    {
        // Both at 0.02 m3/s would satisfy every law, but one gives way to the other.
        double pressure = Rise(0.02);
        FlowCase circuit = new(3, [0, 2], [new(0, 1, Fan), new(0, 1, Fan), new(1, 2)]);
        circuit.Quadratic[2] = pressure / (0.04 * 0.04);
        circuit.Flows[0] = circuit.Flows[1] = 0.02;
        circuit.Flows[2] = 0.04;
        circuit.Pressures[1] = pressure;
        circuit.SolveAndCheck();
        Assert.False(Fan.IsStalled(circuit.Flows[0], 1));
        Assert.True(Fan.IsStalled(circuit.Flows[1], 1));
        (double first, double second) = Share([Outer, Inner], [1, 1], circuit.Quadratic[2]);
        Assert.Equal(first, circuit.Flows[0], Relative * first);
        Assert.Equal(second, circuit.Flows[1], Relative * first);
    }

    [Fact]
    public void TwoFans_OneSlowsDown_StallsAndThenLeaksBackwards()
    {
        FlowCase circuit = new(3, [0, 2], [new(0, 1, Fan), new(0, 1, Fan), new(1, 2)]);
        circuit.Quadratic[2] = 6e4;
        circuit.Flows[0] = circuit.Flows[1] = 0.045;
        circuit.SolveAndCheck();
        Assert.Equal(circuit.Flows[0], circuit.Flows[1], Relative);
        Assert.False(Fan.IsStalled(circuit.Flows[1], 1));
        bool hasStalled = false;
        bool hasReversed = false;
        for (double speed = 1; speed > 0.01; speed -= 0.02)
        {
            circuit.Flows[1] *= speed / (speed + 0.02);
            circuit.Speed[1] = speed;
            circuit.SolveAndCheck();
            bool isStalled = Fan.IsStalled(circuit.Flows[1], speed);
            Assert.True(isStalled || !hasStalled, "Once stalled, a fan that slows down does not recover.");
            hasStalled |= isStalled;
            hasReversed |= circuit.Flows[1] < 0;

            // The same point by bisection over the plenum's pressure, each fan on the stretch it was found on.
            bool isOnRise = isStalled && circuit.Flows[1] > 0.0165 * speed;
            if (!isOnRise)
            {
                (double first, double second) = Share([Outer, isStalled ? Inner : Outer], [1, speed], 6e4);
                Assert.Equal(first, circuit.Flows[0], 1e-8 * first);
                Assert.Equal(second, circuit.Flows[1], 1e-8 * first);
            }
        }

        Assert.True(hasStalled && hasReversed);
    }

    [Fact]
    public void FourFans_OneStops_TheOthersCarryTheFlowAndItLeaksByItsReverseResistance()
    {
        PressureCurve flapped = new(FanFlows, FanPressures, 2e6);
        FlowCase circuit = new(3, [0, 2], [new(0, 1, flapped), new(0, 1, flapped), new(0, 1, flapped), new(0, 1, flapped), new(1, 2)]);
        circuit.Quadratic[4] = 1e4;
        circuit.Flows.AsSpan(0, 4).Fill(0.05);
        circuit.SolveAndCheck();
        double before = circuit.Flows[4];
        circuit.Speed[2] = 0;
        circuit.SolveAndCheck();
        double pressure = Bisect(0, 900, p => (3 * FlowAt(Outer, p)) - Math.Sqrt(p / 2e6) - Math.Sqrt(p / 1e4));
        Assert.Equal(Math.Sqrt(pressure / 1e4), circuit.Flows[4], 1e-8);
        Assert.Equal(-Math.Sqrt(pressure / 2e6), circuit.Flows[2], 1e-8);
        Assert.InRange(circuit.Flows[4], 0.75 * before, before);
    }

    [Fact]
    public void Networks_WithStall_ConvergeToStablePointsFromColdAndWarm() => Prop.ForAll(
        ArbMap.Default.ArbFor<PositiveInt>(),
        seed =>
        {
            FlowCase circuit = Tray((ulong)seed.Get, 2 + (seed.Get % 5), 2 + (seed.Get % 7));
            circuit.SolveAndCheck();
            for (ulong change = 0; change < 6; change++)
            {
                int e = (int)(CounterRandom.Bits((ulong)seed.Get, 60, change) % (ulong)circuit.Speed.Length);
                circuit.Speed[e] = CounterRandom.Uniform((ulong)seed.Get, 61, change) < 0.2 ? 0 : CounterRandom.Uniform((ulong)seed.Get, 62, change) * 1.3;
                circuit.Quadratic[^1] *= 0.5 + CounterRandom.Uniform((ulong)seed.Get, 63, change);
                circuit.SolveAndCheck();

                // Pushed a little off a stable point, the flows come back to it; and the same start gives the same bits.
                double[] flows = [.. circuit.Flows];
                double greatest = flows.Max(Math.Abs);
                for (int i = 0; i < flows.Length; i++)
                {
                    circuit.Flows[i] += 1e-6 * greatest * (CounterRandom.Uniform((ulong)seed.Get, 64, (ulong)i) - 0.5);
                }

                double[] pushed = [.. circuit.Flows];
                double[] pressures = [.. circuit.Pressures];
                circuit.SolveAndCheck();
                double[] again = [.. circuit.Flows];
                for (int i = 0; i < flows.Length; i++)
                {
                    Assert.Equal(flows[i], circuit.Flows[i], 1e-5 * greatest);
                }

                pushed.CopyTo(circuit.Flows, 0);
                pressures.CopyTo(circuit.Pressures, 0);
                circuit.SolveAndCheck();
                Assert.Equal(again, circuit.Flows);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Solve_IntoStall_AllocatesNothing()
    {
        FlowCase circuit = new(3, [0, 2], [new(0, 1, Fan), new(0, 1, Fan), new(1, 2)]);
        circuit.Quadratic[2] = 6e4;
        circuit.SolveAndCheck();
        circuit.Speed[1] = 0.7;
        AllocationWindow window = AllocationWindow.Open();
        FlowSolution solution = circuit.Solve();
        Assert.Equal(0, window.Bytes);
        Assert.Equal(FlowStatus.Converged, solution.Status);
    }

    // ---- oracles

    private const int Inner = 0;
    private const int Outer = 1;

    private static FlowCase Single(double resistance, double speed)
    {
        FlowCase circuit = new(3, [0, 2], [new(0, 1, Fan), new(1, 2)]);
        circuit.Quadratic[1] = resistance;
        circuit.Speed[0] = speed;
        return circuit;
    }

    /// <summary>The curve of the tests by itself: straight in the square of the flow.</summary>
    private static double Rise(double flow)
    {
        int i = 1;
        while (i < FanFlows.Length - 1 && flow > FanFlows[i])
        {
            i++;
        }

        (double left, double right) = (FanFlows[i - 1] * FanFlows[i - 1], FanFlows[i] * FanFlows[i]);
        return FanPressures[i - 1] + ((FanPressures[i] - FanPressures[i - 1]) * ((flow * Math.Abs(flow)) - left) / (right - left));
    }

    /// <summary>Where a flow ends that grows while the fan gives more than the system takes and shrinks while it gives less.</summary>
    private static double Settle(double from, double resistance, double backPa = 0)
    {
        double Excess(double flow) => Rise(flow) - (resistance * flow * Math.Abs(flow)) - backPa;
        double step = Excess(from) > 0 ? 1e-5 : -1e-5;
        double flow = from;
        while (Excess(flow) * step > 0)
        {
            flow += step;
        }

        return Bisect(Math.Min(flow - step, flow), Math.Max(flow - step, flow), Excess);
    }

    /// <summary>Flow of a fan at reference speed on its first or last falling stretch at a pressure.</summary>
    private static double FlowAt(int stretch, double pressure) => stretch == Inner
        ? Bisect(-50, 0.0165, flow => Rise(flow) - pressure)
        : Bisect(0.0236, 50, flow => Rise(flow) - pressure);

    /// <summary>Flows of two fans side by side into one resistance, by bisection over the pressure between.</summary>
    private static (double First, double Second) Share(int[] stretches, double[] speeds, double resistance)
    {
        double First(double p) => speeds[0] * FlowAt(stretches[0], p / (speeds[0] * speeds[0]));
        double Second(double p) => speeds[1] * FlowAt(stretches[1], p / (speeds[1] * speeds[1]));
        double pressure = Bisect(0, 900, p => First(p) + Second(p) - Math.Sqrt(p / resistance));
        return (First(pressure), Second(pressure));
    }

    /// <summary>Zero of a function that is above zero on the left and below on the right.</summary>
    private static double Bisect(double low, double high, Func<double, double> function)
    {
        for (int i = 0; i < 200; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = function(middle) > 0 ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    private static FlowCase Tray(ulong seed, int fans, int slots)
    {
        List<FlowElement> elements = [];
        int outlet = slots + 2;
        for (int fan = 0; fan < fans; fan++)
        {
            elements.Add(new FlowElement(0, 1, Fan));
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
        FlowCase circuit = new(slots + 3, [0, outlet], [.. elements]);
        for (int e = 0; e < elements.Count; e++)
        {
            double draw = CounterRandom.Uniform(seed, 1, (ulong)e);
            circuit.Quadratic[e] = elements[e].Curve is null ? Math.Pow(10, 4.5 + (3 * draw)) : 0;
            circuit.Linear[e] = draw > 0.6 ? 3e2 : 0;
            circuit.Speed[e] = draw < 0.3 ? 1 : 0.6 + (0.5 * draw);
        }

        return circuit;
    }
}
