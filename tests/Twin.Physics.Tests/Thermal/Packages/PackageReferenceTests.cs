using Twin.Physics.Tests.Signal;
using Twin.Physics.Thermal.Packages;

namespace Twin.Physics.Tests.Thermal.Packages;

/// <summary>Agreement with the reference simulator: same grid, same step, every block average and maximum at every row that it wrote.</summary>
public class PackageReferenceTests
{
    /// <summary>The reference's authors leave this much for microchannels, whose last hundredths they could not explain.</summary>
    private const double MicrochannelAgreementK = 0.1;

    /// <summary>Heat that enters and leaves in a steady state.</summary>
    private const double RelativeImbalance = 1e-9;

    [Theory]
    [InlineData(50)]
    [InlineData(100)]
    public void SolveSteady_NominalPowers_AgreesOnEveryBlock(int cellsAlongX)
    {
        PackageSystem system = ReferencePackage.System(ReferencePackage.WithFilms, cellsAlongX);
        double[] temperaturesC = new double[system.CellCount];
        PackageBalance balance = new PackageSolver(system).SolveSteady(temperaturesC);
        Assert.Equal(IterationStatus.Converged, balance.Status);
        Assert.InRange(balance.Iterations, 1, 40);
        Assert.InRange(balance.RelativeImbalance, 0, RelativeImbalance);
        Assert.InRange(ReferencePackage.SteadyDifference(system, temperaturesC, "steady_3dice.csv", cellsAlongX), 0, ReferencePackage.AgreementK);
        if (cellsAlongX == 50)
        {
            // Printed in milliwatts.
            double bottomW = system.FilmHeatW(1, system.Model.Films[1].TemperatureC, temperaturesC);
            Assert.Equal(-2.757, bottomW, 5e-4);
            Assert.Equal(-591.243, balance.FilmHeatW - bottomW, 5e-4);
        }
    }

    [Theory]
    [InlineData("ACT")]
    [InlineData("LID1")]
    [InlineData("LID3")]
    [InlineData("SUB2")]
    public void SolveSteady_NominalPowers_AgreesOnEveryCellOfAMap(string layer)
    {
        PackageSystem system = ReferencePackage.System(ReferencePackage.WithFilms, 50);
        double[] temperaturesC = new double[system.CellCount];
        new PackageSolver(system).SolveSteady(temperaturesC);
        double[] map = new double[50 * 50];
        system.CopyLayer(system.Model.Layers.ToList().FindIndex(l => l.Name == layer), temperaturesC, map);
        AssertMap(ReferencePackage.Map($"steady_map50_{layer}.csv"), map, ReferencePackage.AgreementK);
    }

    [Theory]
    [InlineData("step_2s_dt10ms_grid50_3dice.csv", 50, 0.01)]
    [InlineData("step_2s_dt1ms_grid50_3dice.csv", 50, 0.001)]
    [InlineData("step_60s_dt100ms_grid50_3dice.csv", 50, 0.1)]
    [InlineData("trace_2s_dt10ms_grid50_3dice.csv", 50, 0.01)]
    [InlineData("trace_2s_dt10ms_grid100_3dice.csv", 100, 0.01)]
    public void Step_ReferenceTransient_AgreesAtEveryRow(string name, int cellsAlongX, double stepS) =>
        AssertTransient(ReferencePackage.WithFilms, name, cellsAlongX, stepS, ReferencePackage.AgreementK);

    [Fact]
    public void SolveSteady_Microchannels_AgreesOnBlocksAndCoolant()
    {
        PackageSystem system = ReferencePackage.System(ReferencePackage.WithMicrochannels, 50);
        double[] temperaturesC = new double[system.CellCount];
        PackageBalance balance = new PackageSolver(system).SolveSteady(temperaturesC);
        Assert.Equal(IterationStatus.Converged, balance.Status);
        Assert.InRange(balance.RelativeImbalance, 0, RelativeImbalance);
        Assert.InRange(ReferencePackage.SteadyDifference(system, temperaturesC, "microchannel_steady_3dice.csv", 50), 0, MicrochannelAgreementK);
        AssertMap(ReferencePackage.Map("microchannel_map50_CH.csv"), temperaturesC.AsSpan(system.CellCount - system.CoolantCount), MicrochannelAgreementK);

        // Mean of the last coolant row, printed in millikelvin.
        double outletC = temperaturesC.AsSpan(system.CoolantCell(49, 0), 50).ToArray().Average();
        Assert.Equal(307.483 - ReferencePackage.ZeroCelsiusK, outletC, 1e-3);
    }

    [Fact]
    public void Step_MicrochannelTransient_AgreesAtEveryRow() =>
        AssertTransient(ReferencePackage.WithMicrochannels, "microchannel_step_2s_dt10ms_grid50_3dice.csv", 50, 0.01, MicrochannelAgreementK);

    private static void AssertTransient(PackageModel model, string name, int cellsAlongX, double stepS, double agreementK)
    {
        PackageSystem system = ReferencePackage.System(model, cellsAlongX);
        PackageTransient transient = new(system, stepS);
        (double[] timesS, double[][] rowsK) = ReferencePackage.Transient(name);
        double[][] trace = name.StartsWith("trace", StringComparison.Ordinal)
            ? [.. ReferencePackage.Rows("trace_power.csv").Select(row => model.Blocks.Select(block => ReferenceFile.Parse(row[block.Name])).ToArray())]
            : [];
        double[] nominalW = ReferencePackage.NominalPowersW;
        double[] filmsC = ReferencePackage.FilmTemperaturesC(model);
        double inletC = model.Microchannels?.InletTemperatureC ?? 0;
        Assert.True(timesS.Length >= 120);
        for (int row = 0; row < timesS.Length; row++)
        {
            long steps = (long)Math.Round(timesS[row] / stepS);
            while (transient.StepCount < steps)
            {
                SolveReport report = transient.Step(trace.Length > 0 ? trace[transient.StepCount] : nominalW, filmsC, inletC);
                Assert.Equal(IterationStatus.Converged, report.Status);
            }

            double difference = ReferencePackage.Difference(system, transient.TemperaturesC, rowsK[row]);
            Assert.True(difference <= agreementK, $"{name} at {timesS[row]} s: {difference} K");
        }
    }

    private static void AssertMap(double[][] expectedK, ReadOnlySpan<double> mapC, double agreementK)
    {
        Assert.Equal(expectedK.Sum(row => row.Length), mapC.Length);
        int at = 0;
        foreach (double expected in expectedK.SelectMany(row => row))
        {
            Assert.Equal(expected, mapC[at] + ReferencePackage.ZeroCelsiusK, agreementK);
            at++;
        }
    }
}
