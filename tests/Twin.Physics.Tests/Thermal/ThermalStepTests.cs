namespace Twin.Physics.Tests.Thermal;

public class ThermalStepTests
{
    // Backward Euler is of first order: with h the step and tau the fastest time constant that still moves, its error is about (h/tau) T/e.
    // Two runs with h and h/2 extrapolate (2 T(h/2) - T(h)) to second order, which leaves errors of the order (h/tau)^2.

    [Theory]
    [InlineData("0.1")]
    [InlineData("0.5")]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("5")]
    [InlineData("10")]
    public void TwoNodes_HeatStep_FollowsClosedForm(string timeS)
    {
        double[] Run(int steps)
        {
            SteppedNetwork network = new(
                [20, 60], [(0, 1, 1 / 0.05)], [(1, 1 / 0.02)], [594, 0], double.Parse(timeS, System.Globalization.CultureInfo.InvariantCulture) / steps);
            network.Step(steps);
            return network.Temperatures;
        }

        double[] coarse = Run(2000);
        double[] fine = Run(4000);
        for (int node = 0; node < 2; node++)
        {
            double expected = AnalyticReference.Value("A4", $"node{node + 1} rise at t={timeS} s");
            Assert.Equal(expected, (2 * fine[node]) - coarse[node], 1e-3);
        }
    }

    [Fact]
    public void OneNode_HundredSteps_IsBackwardEulerExactly()
    {
        SteppedNetwork network = new([1.5], [], [(0, 1)], [1], 0.01);
        network.Step(100);

        // Nine digits are printed in the reference.
        Assert.Equal(AnalyticReference.Value("A10 backward", "value after 100 steps of 10 ms"), network.Temperatures[0], 1e-9);
        double exact = AnalyticReference.Value("A10 exact", "value at 1 s");
        Assert.Equal(0.01 / 1.5 / 2 / 1.5 * Math.Exp(-1 / 1.5), exact - network.Temperatures[0], 1e-5);
    }

    [Theory]
    [InlineData("0.05")]
    [InlineData("0.2")]
    [InlineData("0.5")]
    [InlineData("1.0")]
    [InlineData("2.0")]
    [InlineData("5.0")]
    public void Slab_Quench_FollowsSeries(string timeS)
    {
        // A cell's centre is half a cell inside the face, so the face values are extrapolated; 60 cells leave about 1e-4 of the start.
        const int Cells = 60;
        double time = double.Parse(timeS, System.Globalization.CultureInfo.InvariantCulture);
        double[] Run(int steps)
        {
            SteppedNetwork slab = Slab(Cells, time / steps, 0);
            Array.Fill(slab.Temperatures, 1);
            slab.Step(steps);
            return slab.Temperatures;
        }

        double[] coarse = Run(1000);
        double[] fine = Run(2000);
        double[] theta = coarse.Zip(fine, (c, f) => (2 * f) - c).ToArray();
        Assert.Equal(AnalyticReference.Value("A1", $"theta at insulated face, t={timeS} s"), theta[0], 2e-4);

        // The cooled face lies between the last centre and the film.
        double half = 2 * 390 / (0.003 / Cells);
        Assert.Equal(AnalyticReference.Value("A1", $"theta at cooled face, t={timeS} s"), theta[^1] * half / (half + 9000), 2e-4);
    }

    [Theory]
    [InlineData("0.1")]
    [InlineData("0.5")]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("5")]
    public void Slab_FluxStep_FollowsSeries(string timeS)
    {
        const int Cells = 60;
        double time = double.Parse(timeS, System.Globalization.CultureInfo.InvariantCulture);
        double FaceRise(int steps)
        {
            SteppedNetwork slab = Slab(Cells, time / steps, 617284);
            slab.Step(steps);

            // Flux through half a cell from the heated face to the first centre.
            return slab.Temperatures[0] + (617284 * 0.5 * (0.003 / Cells) / 390);
        }

        double expected = AnalyticReference.Value("A2", $"T(x=0)-Tinf at t={timeS} s");
        Assert.Equal(expected, (2 * FaceRise(2000)) - FaceRise(1000), 2e-3 * expected);
    }

    [Fact]
    public void Slab_SteadyFlux_IsResistanceTimesFlux()
    {
        SteppedNetwork slab = Slab(60, 1e9, 617284);
        slab.Step(3);
        double face = slab.Temperatures[0] + (617284 * 0.5 * (0.003 / 60) / 390);
        Assert.Equal(AnalyticReference.Value("A2", "steady T(x=0)-Tinf"), face, 1e-5);
    }

    [Theory]
    [InlineData("0.0001")]
    [InlineData("0.001")]
    [InlineData("0.01")]
    public void SemiInfinite_FluxStep_FollowsSquareRootOfTime(string timeS)
    {
        // Depth of eight diffusion lengths stands for infinity; the cell is a fortieth of one.
        double time = double.Parse(timeS, System.Globalization.CultureInfo.InvariantCulture);
        const double Conductivity = 120;
        const double HeatPerVolume = 1.66e6;
        double cell = Math.Sqrt(Conductivity / HeatPerVolume * time) / 40;
        double FaceRise(int steps)
        {
            int cells = 320;
            double[] heat = new double[cells];
            heat[0] = 1e6;
            SteppedNetwork chain = new(
                Enumerable.Repeat(HeatPerVolume * cell, cells).ToArray(),
                Enumerable.Range(0, cells - 1).Select(i => (i, i + 1, Conductivity / cell)).ToArray(), [], heat, time / steps);
            chain.Step(steps);
            return chain.Temperatures[0] + (1e6 * 0.5 * cell / Conductivity);
        }

        double expected = AnalyticReference.Value("A3", $"surface rise at t={timeS} s");
        Assert.Equal(expected, (2 * FaceRise(4000)) - FaceRise(2000), 1e-3 * expected);
    }

    [Fact]
    public void Network_WithoutSources_StaysBetweenExtremes()
    {
        SteppedNetwork network = new([20, 60, 1], [(0, 1, 20), (1, 2, 3)], [(1, 50)], [0, 0, 0], 0.5);
        network.Temperatures[0] = 40;
        network.Temperatures[1] = -7;
        network.Temperatures[2] = 12;
        for (int step = 0; step < 50; step++)
        {
            network.Step(1);
            Assert.All(network.Temperatures, t => Assert.InRange(t, -7, 40));
        }
    }

    private static SteppedNetwork Slab(int cells, double stepS, double fluxW)
    {
        double dx = 0.003 / cells;
        double[] heat = new double[cells];
        heat[0] = fluxW;
        return new SteppedNetwork(
            Enumerable.Repeat(3.45e6 * dx, cells).ToArray(),
            Enumerable.Range(0, cells - 1).Select(i => (i, i + 1, 390 / dx)).ToArray(),
            [(cells - 1, 1 / ((0.5 * dx / 390) + (1.0 / 9000)))],
            heat, stepS);
    }
}
