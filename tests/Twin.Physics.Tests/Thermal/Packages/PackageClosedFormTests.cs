using Twin.Physics.Thermal.Packages;

namespace Twin.Physics.Tests.Thermal.Packages;

/// <summary>The package solver against closed forms: reference/thermal/analytic.csv, A1, A2, A3, A6, and conduction with a conductivity that falls with temperature.</summary>
public class PackageClosedFormTests
{
    private const double SlabM = 3e-3;
    private const double FilmWPerM2K = 9000;

    [Fact]
    public void SlabQuench_SixtyLayers_FollowsTheSeries()
    {
        // Both errors are of second order: the fast modes of the sudden start, gone after 0.05 s, cost 1e-5; the rest is below 5e-6.
        const double Tolerance = 2e-5;
        PackageModel model = SlabPackage.Build(SlabPackage.Copper, SlabM, 60, 1, FilmWPerM2K, 1);
        PackageSystem system = SlabPackage.System(model);
        PackageTransient transient = new(system, 5e-3, PackageTimeMethod.TwoStage, 1e-11);
        foreach (string time in new[] { "0.05", "0.2", "0.5", "1.0", "2.0", "5.0" })
        {
            SlabPackage.Advance(transient, double.Parse(time, System.Globalization.CultureInfo.InvariantCulture), 0, [0]);
            ReadOnlySpan<double> temperatures = transient.TemperaturesC;

            // The parabola with its summit at the insulated face, through the first two cells.
            double insulated = temperatures[0] + ((temperatures[0] - temperatures[1]) / 8);
            double cooled = -system.FilmHeatW(0, 0, temperatures) / SlabPackage.AreaM2 / FilmWPerM2K;
            Assert.Equal(AnalyticReference.Value("A1", $"theta at insulated face, t={time} s"), insulated, Tolerance);
            Assert.Equal(AnalyticReference.Value("A1", $"theta at cooled face, t={time} s"), cooled, Tolerance);
        }
    }

    [Fact]
    public void SlabFlux_SixtyLayers_FollowsTheSeries()
    {
        const double FluxWPerM2 = 450 / (27e-3 * 27e-3);
        PackageModel model = SlabPackage.Build(SlabPackage.Copper, SlabM, 60, 1, FilmWPerM2K, 0);
        PackageSystem system = SlabPackage.System(model);
        PackageTransient transient = new(system, 5e-3, PackageTimeMethod.TwoStage, 1e-11);

        // The printed transients are sums over 2,000 terms that start at zero; the terms left out have long settled and add up to this (c_n = 2 q L / (k n^2 pi^2), 0.48 mK).
        double leftOutK = 2 * FluxWPerM2 * SlabM / (390 * Math.PI * Math.PI * 2000);
        foreach (string time in new[] { "0.1", "0.5", "1", "2", "5" })
        {
            SlabPackage.Advance(transient, double.Parse(time, System.Globalization.CultureInfo.InvariantCulture), FluxWPerM2 * SlabPackage.AreaM2, [0]);

            // Second order in layers and steps: 0.2 mK of 7.4 K soon after the sudden start, less later.
            Assert.Equal(AnalyticReference.Value("A2", $"T(x=0)-Tinf at t={time} s") + leftOutK, SlabPackage.TopFaceC(model, transient.TemperaturesC, FluxWPerM2), 3e-4);
        }

        double[] steadyC = new double[system.CellCount];
        Assert.Equal(IterationStatus.Converged, new PackageSolver(system).SolveSteady([FluxWPerM2 * SlabPackage.AreaM2], [0], 0, steadyC).Status);

        // Finite volumes are exact in one dimension; nine digits are printed.
        Assert.Equal(AnalyticReference.Value("A2", "steady T(x=0)-Tinf"), SlabPackage.TopFaceC(model, steadyC, FluxWPerM2), 1e-7);
    }

    [Fact]
    public void SemiInfiniteSilicon_FluxStep_RisesWithTheRootOfTime()
    {
        const double FluxWPerM2 = 1e6;

        // 8 mm are nine diffusion lengths at 10 ms; layers from 0.7 um up, each 3 % thicker. Their error is 0.8e-4 and falls with the square of the layers' number; that of 100 steps per decade is a hundredth of it.
        const double Tolerance = 1.5e-4;
        PackageModel model = SlabPackage.Build(SlabPackage.Silicon, 8e-3, 200, Math.Sqrt(1.06), 0, 0);
        PackageSystem system = SlabPackage.System(model);
        double[] startC = new double[system.CellCount];
        double startS = 0;
        foreach ((string text, double timeS) in new[] { ("0.0001", 1e-4), ("0.001", 1e-3), ("0.01", 1e-2) })
        {
            PackageTransient transient = new(system, timeS / 100, PackageTimeMethod.TwoStage, 1e-11);
            transient.Start(startC);
            SlabPackage.Advance(transient, timeS - startS, FluxWPerM2 * SlabPackage.AreaM2, []);
            transient.TemperaturesC.CopyTo(startC);
            startS = timeS;
            double expected = AnalyticReference.Value("A3", $"surface rise at t={text} s");
            Assert.Equal(1, SlabPackage.TopFaceC(model, startC, FluxWPerM2) / expected, Tolerance);
        }
    }

    [Fact]
    public void SpreadingResistance_RefinedGrid_MeetsTheExactSeries()
    {
        (double coarseMean, double coarseCentre) = Spreading(2);
        (double fineMean, double fineCentre) = Spreading(4);

        // Under the middle of the source everything is smooth and of second order. At its edge the flux jumps, which leaves a term of order 1.9 in the mean: 5e-4 before, 7e-5 after the extrapolation.
        Assert.Equal(1, Extrapolated(coarseCentre, fineCentre) / AnalyticReference.Value("A6 spreading resistance exact", "centre-of-source spreading part"), 1e-5);
        Assert.Equal(1, Extrapolated(coarseMean, fineMean) / AnalyticReference.Value("A6 spreading resistance exact", "mean-source spreading part"), 1.5e-4);
    }

    [Fact]
    public void Slab_ConductivityFallingWithTemperature_MeetsKirchhoffsTransformation()
    {
        const double FluxWPerM2 = 1e6;
        const double ThicknessM = 5e-3;
        const double Exponent = 1.3;
        PackageMaterial silicon = SlabPackage.Silicon with { ConductivityExponent = Exponent, ReferenceTemperatureC = 26.85 };
        double errorBefore = 0;
        foreach (int layers in new[] { 25, 50, 100 })
        {
            PackageSystem system = SlabPackage.System(SlabPackage.Build(silicon, ThicknessM, layers, 1, FilmWPerM2K * 2, 0));
            double[] temperaturesC = new double[system.CellCount];
            PackageBalance balance = new PackageSolver(system).SolveSteady([FluxWPerM2 * SlabPackage.AreaM2], [0], 0, temperaturesC);
            Assert.Equal(IterationStatus.Converged, balance.Status);
            Assert.InRange(balance.Rounds, 2, 20);
            Assert.InRange(balance.RelativeImbalance, 0, 1e-9);

            // Integral of k dT from the cooled face to the middle of the first cell = q (L - dz / 2), with k = k0 (T / T0)^-n.
            double cold = 273.15 + (FluxWPerM2 / (FilmWPerM2K * 2));
            double wayM = ThicknessM - (ThicknessM / layers / 2);
            double hot = Math.Pow(Math.Pow(cold, 1 - Exponent) - ((Exponent - 1) * FluxWPerM2 * wayM / (120 * Math.Pow(300, Exponent))), 1 / (1 - Exponent));
            double error = Math.Abs(temperaturesC[0] - (hot - 273.15));

            // Second order in the layers.
            Assert.True(errorBefore == 0 || error < 0.27 * errorBefore, $"{layers} layers: {error} K after {errorBefore} K");
            Assert.InRange(error, 0, 0.02 * 25 * 25 / layers / layers);
            errorBefore = error;
        }
    }

    private static double Extrapolated(double coarse, double fine) => fine + ((fine - coarse) / 3);

    // A quarter of the symmetric plate: a quarter of the power meets the same temperatures.
    private static (double MeanKPerW, double CentreKPerW) Spreading(int refinement)
    {
        int layers = 4 * refinement;
        PackageArea quarter = new(0, 0, 37.5e-3, 37.5e-3);
        PackageArea source = new(0, 0, 13.5e-3, 13.5e-3);
        PackageModel model = new(
            quarter.WidthM,
            quarter.HeightM,
            [.. Enumerable.Range(0, layers).Select(i => new PackageLayer($"layer{i}", SlabM / layers, SlabPackage.Copper, []))],
            [new PackageBlock("source", 0, source, 0.25)],
            [],
            [new PackageFilm("film", false, quarter, FilmWPerM2K, 0)],
            null,
            0);
        PackageSystem system = new(model, PackageGrid.Uniform(model, 25 * refinement));
        double[] temperaturesC = new double[system.CellCount];
        Assert.Equal(IterationStatus.Converged, new PackageSolver(system).SolveSteady(temperaturesC).Status);
        double upperHalfK = 0.25 / source.AreaM2 * SlabM / layers / 2 / 390;
        double oneDimensional = AnalyticReference.Value("A6 spreading resistance (Lee", "one-dimensional part");
        return (system.BlockAverage(0, temperaturesC) + upperHalfK - oneDimensional, temperaturesC[system.Cell(0, 0, 0)] + upperHalfK - oneDimensional);
    }
}
