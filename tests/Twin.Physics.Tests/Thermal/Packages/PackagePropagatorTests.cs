using Twin.Physics.LinearAlgebra;
using Twin.Physics.Thermal.Packages;

namespace Twin.Physics.Tests.Thermal.Packages;

/// <summary>The step of a reduced package: ports, energy, exactness in time.</summary>
public sealed class PackagePropagatorTests
{
    private const double Rounding = 1e-10;
    private static readonly double[] HeatW = [3, 1.5, 0.4];
    private static readonly double[] FacesC = [40, 45];

    [Theory]
    [InlineData(0.0)]
    [InlineData(1e-9)]
    [InlineData(1e-3)]
    [InlineData(0.999999)]
    [InlineData(1.0)]
    [InlineData(3.0)]
    [InlineData(1e4)]
    public void Phi_AnyRate_SatisfiesItsDefinition(double x)
    {
        // Each function follows from the next without cancellation, so the chain from the last one to e^-x checks all three.
        (double decay, double first, double second) = PackagePropagator.Phi(x);
        Assert.Equal(Math.Exp(-x), decay, 1e-15);
        Assert.Equal(decay, 1 - (x * first), 1e-15);
        Assert.Equal(first, 1 - (x * second), 1e-15);
        Assert.InRange(second, 0.5 / (1 + x), 0.5);
    }

    [Fact]
    public void Advance_ManySmallSteps_IsOneLargeStep()
    {
        ReducedPackage package = PackageReduction.Whole(SmallPackage.Chain());
        double[] once = Started(package);
        double[] often = Started(package);
        package.Propagator(0.08).Advance(once, HeatW, FacesC);
        PackagePropagator small = package.Propagator(0.08 / 64);
        for (int i = 0; i < 64; i++)
        {
            small.Advance(often, HeatW, FacesC);
        }

        for (int i = 0; i < once.Length; i++)
        {
            Assert.Equal(once[i], often[i], Rounding);
        }
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e-3)]
    [InlineData(0.01)]
    [InlineData(1.0)]
    [InlineData(1e4)]
    public void Admittance_AfterTheStep_GivesTheHeatsThatWerePutIn(double stepS)
    {
        ReducedPackage package = PackageReduction.Whole(SmallPackage.Chain());
        PackagePropagator propagator = package.Propagator(stepS);
        double[] state = Started(package);
        double energyBefore = package.StoredEnergyJ(state);
        double[] history = new double[propagator.PortCount];
        propagator.History(state, history);
        propagator.Advance(state, HeatW, FacesC);

        // Temperatures of the sources at the end of the step, as the package reads them.
        double[] port = new double[propagator.PortCount];
        double[] probes = new double[package.ProbeCount];
        package.BlockAverages(state, port.AsSpan(0, package.BlockCount));
        package.ProbeTemperatures(state, probes);
        port[2] = probes[0];
        FacesC.CopyTo(port, 3);
        double[] heats = Heats(propagator, port, history);
        double scale = heats.Max(Math.Abs) + history.Max(Math.Abs);
        for (int s = 0; s < HeatW.Length; s++)
        {
            Assert.Equal(HeatW[s], heats[s], 1e-11 * scale);
        }

        double flowW = HeatW.Sum() + heats[3] + heats[4];
        Assert.Equal(package.StoredEnergyJ(state) - energyBefore, stepS * flowW, 1e-12 * (energyBefore + (stepS * scale)));
    }

    [Theory]
    [InlineData(1e-5)]
    [InlineData(0.001)]
    [InlineData(0.01)]
    [InlineData(0.3)]
    [InlineData(1e3)]
    public void Admittance_AnyStep_IsPassive(double stepS)
    {
        PackagePropagator propagator = PackageReduction.Whole(SmallPackage.Chain()).Propagator(stepS);
        int n = propagator.PortCount;
        double[] symmetric = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                symmetric[(i * n) + j] = 0.5 * (propagator.Admittance[(i * n) + j] + propagator.Admittance[(j * n) + i]);
            }
        }

        double[] values = new double[n];
        Assert.Equal(SolveStatus.Success, SymmetricEigen.Decompose(symmetric, values, new double[n * n]));
        Assert.True(values[0] >= -1e-12 * values[^1], $"{values[0]} W/K");
    }

    [Fact]
    public void Admittance_SourcesAmongThemselves_IsReciprocal()
    {
        PackagePropagator propagator = PackageReduction.Whole(SmallPackage.Chain()).Propagator(0.01);
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                double one = propagator.Admittance[(i * propagator.PortCount) + j];
                Assert.Equal(one, propagator.Admittance[(j * propagator.PortCount) + i], 1e-12 * Math.Abs(propagator.Admittance[0]));
            }
        }
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(10.0)]
    public void Admittance_ProbesThatFillABlock_TellTheirHeatsApart(double stepS)
    {
        // A contact adds a thousandth of what the heat of its probe alone warms the cell by, so less than a thousandth of the rise.
        const double Contact = 1e-3;
        ReducedPackage package = PackageReduction.Whole(SmallPackage.FilledBlock());
        PackagePropagator propagator = package.Propagator(stepS);
        double[] state = new double[package.Order];
        package.SetUniform(state, 30);
        double[] heats = [5, 0.2, 0.7, 0.4];
        int n = propagator.PortCount;
        double[] ports = new double[n];
        propagator.History(state, ports);
        double[] matrix = propagator.Admittance.ToArray();
        for (int source = 0; source < heats.Length; source++)
        {
            ports[source] += heats[source];
        }

        // The last row says that the face is at 30 degC.
        matrix.AsSpan((n - 1) * n).Clear();
        matrix[^1] = 1;
        ports[^1] = 30;
        int[] pivots = new int[n];
        Assert.Equal(SolveStatus.Success, DenseLu.Factorize(matrix, pivots));
        DenseLu.Solve(matrix, pivots, ports);
        propagator.Advance(state, heats, [30]);
        double[] average = new double[1];
        double[] probes = new double[3];
        package.BlockAverages(state, average);
        package.ProbeTemperatures(state, probes);
        Assert.Equal(average[0], ports[0], 1e-8);
        for (int probe = 0; probe < probes.Length; probe++)
        {
            Assert.Equal(probes[probe], ports[1 + probe], Contact * (probes[probe] - 30));
        }
    }

    [Fact]
    public void Advance_UniformAndFacesAlike_StaysUniform()
    {
        ReducedPackage package = PackageReduction.Whole(SmallPackage.Chain());
        double[] state = Started(package);
        double[] heats = new double[5];
        PackagePropagator propagator = package.Propagator(0.01);
        propagator.History(state, heats);
        double[] flows = Heats(propagator, [40, 40, 40, 40, 40], heats);
        Assert.All(flows, flow => Assert.Equal(0, flow, 1e-9));
        propagator.Advance(state, [0, 0, 0], [40, 40]);
        double[] averages = new double[2];
        package.BlockAverages(state, averages);
        Assert.All(averages, average => Assert.Equal(40, average, Rounding));
    }

    [Fact]
    public void Advance_WithoutFaces_RisesWithItsHeat()
    {
        ReducedPackage package = PackageReduction.Whole(SmallPackage.Chain(0, 0));
        double[] state = Started(package);
        Assert.False(package.TrySetSteady([.. state], HeatW, FacesC));
        double before = package.StoredEnergyJ(state);
        package.Propagator(100).Advance(state, HeatW, FacesC);
        Assert.Equal(before + (100 * HeatW.Sum()), package.StoredEnergyJ(state), 1e-9);
    }

    [Fact]
    public void TrySetSteady_ThenAdvance_ChangesNothing()
    {
        ReducedPackage package = PackageReduction.Whole(SmallPackage.Chain());
        double[] state = new double[package.Order];
        Assert.True(package.TrySetSteady(state, HeatW, FacesC));
        double[] later = [.. state];
        package.Propagator(0.5).Advance(later, HeatW, FacesC);
        for (int i = 0; i < state.Length; i++)
        {
            Assert.Equal(state[i], later[i], Rounding);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Propagator_StepThatIsNone_IsRefused(double stepS) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PackageReduction.Whole(SmallPackage.Chain()).Propagator(stepS));

    [Fact]
    public void Step_Warm_AllocatesNothing()
    {
        ReducedPackage package = PackageReduction.Whole(SmallPackage.Chain());
        PackagePropagator propagator = package.Propagator(0.01);
        double[] state = Started(package);
        double[] history = new double[propagator.PortCount];
        double[] blocks = new double[package.BlockCount];
        double[] probes = new double[package.ProbeCount];
        long bytes = 0;
        for (int i = 0; i < 200; i++)
        {
            AllocationWindow window = AllocationWindow.Open();
            propagator.History(state, history);
            propagator.Advance(state, HeatW, FacesC);
            package.BlockAverages(state, blocks);
            package.BlockMaxima(state, blocks);
            package.ProbeTemperatures(state, probes);
            bytes = window.Bytes;
        }

        Assert.Equal(0, bytes);
    }

    private static double[] Started(ReducedPackage package)
    {
        double[] state = new double[package.Order];
        package.SetUniform(state, 40);
        return state;
    }

    private static double[] Heats(PackagePropagator propagator, double[] ports, double[] history)
    {
        double[] heats = new double[ports.Length];
        for (int i = 0; i < heats.Length; i++)
        {
            heats[i] = -history[i];
            for (int j = 0; j < ports.Length; j++)
            {
                heats[i] += propagator.Admittance[(i * ports.Length) + j] * ports[j];
            }
        }

        return heats;
    }
}
