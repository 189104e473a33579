using Twin.Physics.LinearAlgebra;
using Twin.Physics.Random;
using Twin.Physics.Thermal.Packages;

namespace Twin.Physics.Tests.Thermal.Packages;

/// <summary>The reduced reference package against its full model, and what holds for every reduced package.</summary>
public sealed class PackageReductionTests(ReducedReference reference) : IClassFixture<ReducedReference>
{
    private const double AverageK = 0.02;
    private const double CellK = 0.1;
    private const double SteadyK = 0.001;
    private const double StepS = 0.01;

    private ReducedPackage Package => reference.Package;

    [Fact]
    public void Transient_PowerStepFromRest_FollowsTheFullModel() =>
        Follow(new double[Package.SourceCount], [40, 40], [.. Enumerable.Repeat((reference.NominalW, reference.FilmsC), 8)]);

    [Fact]
    public void Transient_WorkloadTrace_FollowsTheFullModel()
    {
        double[][] rows = [.. ReferencePackage.Rows("trace_power.csv").Take(8).Select(row => (double[])[.. reference.Model.Blocks.Select(block => Signal.ReferenceFile.Parse(row[block.Name])), 0])];
        Follow(new double[Package.SourceCount], [40, 40], [.. rows.Select(row => (row, reference.FilmsC))]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Transient_RandomTrace_FollowsTheFullModel(ulong seed)
    {
        ulong draws = 0;
        double Draw() => CounterRandom.Uniform(seed, 3, draws++);
        double[] Powers() => [.. reference.NominalW.Select(power => 1.5 * (power == 0 ? 0.5 : power) * Draw())];
        double[] Films() => [20 + (40 * Draw()), 20 + (40 * Draw())];
        Follow(Powers(), Films(), [.. Enumerable.Range(0, 6).Select(_ => (Powers(), Films()))]);
    }

    [Fact]
    public void Steady_RandomInputs_IsThatOfTheFullModel()
    {
        ulong draws = 0;
        double[] heat = new double[reference.System.CellCount];
        double[] full = new double[reference.System.CellCount];
        double[] state = new double[Package.Order];
        for (int trial = 0; trial < 3; trial++)
        {
            double[] powersW = [.. reference.NominalW.Select(power => (power == 0 ? 1 : 2 * power) * CounterRandom.Uniform(9, 1, draws++))];
            double[] filmsC = [60 * CounterRandom.Uniform(9, 2, draws++), 60 * CounterRandom.Uniform(9, 2, draws++)];
            reference.Drive(powersW, filmsC, heat);
            Assert.Equal(IterationStatus.Converged, reference.System.Solve(0, heat, full, 1e-11).Status);
            Assert.True(Package.TrySetSteady(state, powersW, filmsC));
            AssertClose(reference.Full(full), reference.Reduced(state), SteadyK, SteadyK);
        }
    }

    [Fact]
    public void Transient_PowerStepOfTheReference_DiffersByTheErrorOfItsTimeStep()
    {
        // The reference steps by 1 ms with backward Euler: first order, 0.9 K at 10 ms early in the step, so 0.09 K; after a second, when it lags by half a step of some 20 K/s, 0.01 K.
        const double EarlyK = 0.15;
        const double LateK = 0.02;
        (double[] timesS, double[][] rowsK) = ReferencePackage.Transient("step_2s_dt1ms_grid50_3dice.csv");
        double[] state = new double[Package.Order];
        Package.SetUniform(state, reference.Model.InitialTemperatureC);
        PackagePropagator propagator = Package.Propagator(timesS[0]);
        for (int row = 0; row < timesS.Length; row++)
        {
            propagator.Advance(state, reference.NominalW, reference.FilmsC);
            Assert.Equal((row + 1) * timesS[0], timesS[row], 1e-9);
            double[] reduced = reference.Reduced(state);
            for (int block = 0; block < Package.BlockCount; block++)
            {
                double limitK = timesS[row] < 1 ? EarlyK : LateK;
                Assert.Equal(rowsK[row][2 * block] - ReferencePackage.ZeroCelsiusK, reduced[block], limitK);
                Assert.Equal(rowsK[row][(2 * block) + 1] - ReferencePackage.ZeroCelsiusK, reduced[Package.BlockCount + block], limitK);
            }
        }
    }

    [Fact]
    public void RatesPerS_SlowestTimeConstant_IsThatOfTheReference()
    {
        // Two independent reductions gave 24.35 s on this grid.
        Assert.Equal(24.35, 1 / Package.RatesPerS[0], 0.01 * 24.35);
        foreach (double rate in Package.RatesPerS)
        {
            Assert.True(rate > 0);
        }
    }

    [Fact]
    public void Advance_SwitchFromPartToFullLoad_RisesAsTheFullModel()
    {
        // The switch (the first 13 blocks) from 60 to 100 % within a millisecond, then one millisecond after the other.
        double[] before = [.. reference.NominalW.Select((power, block) => block < 13 ? 0.6 * power : power)];
        double[] state = new double[Package.Order];
        Package.TrySetSteady(state, before, reference.FilmsC);
        FineTransient full = new(reference.System);
        reference.Drive(before, reference.FilmsC, full.HeatW);
        reference.System.Solve(0, full.HeatW, full.TemperaturesC, 1e-11);
        reference.Drive(reference.NominalW, reference.FilmsC, full.HeatW);
        PackagePropagator propagator = Package.Propagator(0.001);
        int sensor = Package.EstimateCount - 1;
        (double Full, double Reduced) last = (reference.Full(full.TemperaturesC)[sensor], reference.Reduced(state)[sensor]);
        for (int step = 0; step < 10; step++)
        {
            full.Advance(step < 3 ? FineTransient.Graded(0.001) : [0.0005, 0.0005]);
            propagator.Advance(state, reference.NominalW, reference.FilmsC);
            (double Full, double Reduced) now = (reference.Full(full.TemperaturesC)[sensor], reference.Reduced(state)[sensor]);
            Assert.Equal(1, (now.Reduced - last.Reduced) / (now.Full - last.Full), 0.02);
            last = now;
        }
    }

    [Fact]
    public void Step_CoupledThroughItsPorts_ClosesEnergy()
    {
        // A cold plate of its own temperature behind each face, joined by a conductance; sources give what they give.
        PackagePropagator propagator = Package.Propagator(StepS);
        int n = propagator.PortCount;
        double[] state = new double[Package.Order];
        Package.SetUniform(state, 40);
        double[] matrix = new double[n * n];
        double[] ports = new double[n];
        double[] history = new double[n];
        int[] pivots = new int[n];
        double[] heatW = [.. reference.NominalW];
        for (int step = 0; step < 50; step++)
        {
            double plate = 20 + step;
            propagator.Admittance.CopyTo(matrix);
            propagator.History(state, history);
            history.CopyTo(ports, 0);
            for (int port = 0; port < n; port++)
            {
                matrix[(port * n) + port] += port >= Package.SourceCount ? plate : 0;
                ports[port] += port >= Package.SourceCount ? plate * 30 : heatW[port];
            }

            Assert.Equal(SolveStatus.Success, DenseLu.Factorize(matrix, pivots));
            DenseLu.Solve(matrix, pivots, ports);
            double before = Package.StoredEnergyJ(state);
            propagator.Advance(state, heatW, ports.AsSpan(Package.SourceCount));
            double flowW = heatW.Sum() + ports.Skip(Package.SourceCount).Sum(face => plate * (30 - face));
            Assert.Equal(Package.StoredEnergyJ(state) - before, StepS * flowW, 1e-9 * before);
            Assert.Equal(ports[0], reference.Reduced(state)[0], 1e-7);
        }
    }

    [Fact]
    public void StoredEnergyJ_Uniform_IsCapacityTimesTemperature()
    {
        double[] state = new double[Package.Order];
        Package.SetUniform(state, 40);
        double capacity = reference.System.Capacities.ToArray().Sum();
        Assert.Equal(40 * capacity, Package.StoredEnergyJ(state), 1e-10 * 40 * capacity);
        Assert.All(reference.Reduced(state), temperature => Assert.Equal(40, temperature, 1e-3));
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.01)]
    [InlineData(1.0)]
    public void Admittance_ReferencePackage_IsPassiveAndReciprocal(double stepS)
    {
        PackagePropagator propagator = Package.Propagator(stepS);
        int n = propagator.PortCount;
        double[] symmetric = new double[n * n];
        double largest = 0;
        foreach (double entry in propagator.Admittance)
        {
            largest = Math.Max(largest, Math.Abs(entry));
        }

        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double one = propagator.Admittance[(i * n) + j];
                double other = propagator.Admittance[(j * n) + i];
                symmetric[(i * n) + j] = 0.5 * (one + other);
                if (i < Package.SourceCount && j < Package.SourceCount)
                {
                    Assert.Equal(one, other, 1e-10 * largest);
                }
            }
        }

        double[] values = new double[n];
        Assert.Equal(SolveStatus.Success, SymmetricEigen.Decompose(symmetric, values, new double[n * n]));
        Assert.True(values[0] >= -1e-12 * values[^1], $"{values[0]} W/K");
    }

    [Fact]
    public void Build_Twice_GivesTheSameBits()
    {
        using MemoryStream first = new();
        using MemoryStream second = new();
        PackageReduction.Build(SmallPackage.Chain()).Save(first);
        PackageReduction.Build(SmallPackage.Chain()).Save(second);
        Assert.Equal(first.ToArray(), second.ToArray());
    }

    [Fact]
    public void Build_HigherOrder_IsNoWorse()
    {
        // Errors after 10 ms of a change of every port by its scale; the exact answer is the package of all modes.
        DensePackage bar = SmallPackage.Bar(160);
        ReducedPackage whole = PackageReduction.Whole(bar);
        double last = double.PositiveInfinity;
        foreach (int order in new[] { 8, 16, 24 })
        {
            ReducedPackage package = PackageReduction.Build(bar, new() { Order = order });
            double worst = 0;
            double[] exact = StepOf(whole, 0.01);
            double[] near = StepOf(package, 0.01);
            for (int i = 0; i < exact.Length; i++)
            {
                worst = Math.Max(worst, Math.Abs(exact[i] - near[i]));
            }

            Assert.True(worst <= last, $"{worst} K at order {order}, {last} K before");
            last = worst;
        }

        Assert.True(last < 1e-3, $"{last} K");
    }

    [Fact]
    public void Build_WithoutFaces_KeepsItsHeat()
    {
        ReducedPackage package = PackageReduction.Build(SmallPackage.Chain(0, 0));
        double[] state = new double[package.Order];
        package.SetUniform(state, 20);
        double before = package.StoredEnergyJ(state);
        package.Propagator(1000).Advance(state, [1, 0, 0], [0, 0]);
        Assert.Equal(before + 1000, package.StoredEnergyJ(state), 1e-9);
    }

    [Fact]
    public void Build_Microchannels_IsRefused() =>
        Assert.Throws<ArgumentException>(() => PackageReduction.Build(ReferencePackage.System(ReferencePackage.WithMicrochannels, 50)));

    [Fact]
    public void Build_MoreMemoryThanAllowed_IsRefusedBeforeItStarts()
    {
        PackageSystem system = ReferencePackage.System(ReferencePackage.WithFilms, 50);

        // 29 blocks and two faces at 12 shifts over 32,500 cells: 97 MB of vectors, and not twice as much in all.
        long bytes = PackageReduction.EstimateBytes(system.Model, system.Grid);
        Assert.InRange(bytes, 97_000_000, 194_000_000);
        InsufficientMemoryException refusal = Assert.Throws<InsufficientMemoryException>(() => PackageReduction.Build(system, new() { MemoryLimitBytes = 50_000_000 }));
        Assert.Contains("50 MB", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Estimate_AtRest_IsNextToNothing()
    {
        double[] estimator = new double[Package.EstimatorStateCount];
        Package.StartEstimate(estimator, reference.NominalW, reference.FilmsC);
        Package.Propagator(StepS).AdvanceEstimate(estimator, reference.NominalW, reference.FilmsC);
        double[] errors = new double[Package.EstimateCount];
        Package.Estimate(estimator, errors);
        Assert.All(errors, error => Assert.InRange(error, 0, SteadyK + 1e-5));
    }

    [Fact]
    public void Estimate_Warm_AllocatesNothing()
    {
        PackagePropagator propagator = Package.Propagator(StepS);
        double[] estimator = new double[Package.EstimatorStateCount];
        double[] errors = new double[Package.EstimateCount];
        double[] maxima = new double[Package.BlockCount];
        double[] state = new double[Package.Order];
        double[] powersW = reference.NominalW;
        double[] filmsC = reference.FilmsC;
        long bytes = 0;
        for (int i = 0; i < 200; i++)
        {
            AllocationWindow window = AllocationWindow.Open();
            propagator.Advance(state, powersW, filmsC);
            propagator.AdvanceEstimate(estimator, powersW, filmsC);
            Package.Estimate(estimator, errors);
            Package.BlockMaxima(state, maxima);
            bytes = window.Bytes;
        }

        Assert.Equal(0, bytes);
    }

    private static double[] StepOf(ReducedPackage package, double stepS)
    {
        double[] state = new double[package.Order];
        double[] inputs = [.. Enumerable.Repeat(1.0, package.SourceCount)];
        package.Propagator(stepS).Advance(state, inputs, [10, 20]);
        double[] outputs = new double[package.EstimateCount];
        package.BlockAverages(state, outputs.AsSpan(0, package.BlockCount));
        package.BlockMaxima(state, outputs.AsSpan(package.BlockCount, package.BlockCount));
        package.ProbeTemperatures(state, outputs.AsSpan(2 * package.BlockCount));
        return outputs;
    }

    private static void AssertClose(double[] full, double[] reduced, double averageK, double cellK)
    {
        for (int output = 0; output < full.Length; output++)
        {
            Assert.Equal(full[output], reduced[output], output < (full.Length - 3) / 2 ? averageK : cellK);
        }
    }

    /// <summary>Both models side by side, steady at first; the estimate covers all but the odd sample.</summary>
    private void Follow(double[] startW, double[] startC, (double[] PowersW, double[] FilmsC)[] steps)
    {
        double[] state = new double[Package.Order];
        double[] estimator = new double[Package.EstimatorStateCount];
        double[] errors = new double[Package.EstimateCount];
        Package.TrySetSteady(state, startW, startC);
        Package.StartEstimate(estimator, startW, startC);
        FineTransient full = new(reference.System);
        reference.Drive(startW, startC, full.HeatW);
        Array.Fill(full.TemperaturesC, 40);
        Assert.Equal(IterationStatus.Converged, reference.System.Solve(0, full.HeatW, full.TemperaturesC, 1e-11).Status);
        PackagePropagator propagator = Package.Propagator(StepS);
        int uncovered = 0;
        List<double> ratios = [];
        double[] graded = FineTransient.Graded(StepS);
        foreach ((double[] powersW, double[] filmsC) in steps)
        {
            reference.Drive(powersW, filmsC, full.HeatW);
            full.Advance(graded);
            propagator.Advance(state, powersW, filmsC);
            propagator.AdvanceEstimate(estimator, powersW, filmsC);
            Package.Estimate(estimator, errors);
            double[] exact = reference.Full(full.TemperaturesC);
            double[] near = reference.Reduced(state);
            AssertClose(exact, near, AverageK, CellK);
            ratios.AddRange(errors.Select((error, output) => error / Math.Max(Math.Abs(exact[output] - near[output]), 1e-9)));
            uncovered += Enumerable.Range(0, errors.Length).Count(output => Math.Abs(exact[output] - near[output]) > errors[output]);
        }

        // One in a thousand is promised; a trace has some four hundred.
        Assert.InRange(uncovered, 0, 2);
        ratios.Sort();
        Assert.InRange(ratios[ratios.Count / 2], 1, 10);
    }
}
