using Twin.Physics.Thermal.Packages;

namespace Twin.Physics.Tests.Thermal.Packages;

/// <summary>Coolant through a package, beyond the reference's own cases.</summary>
public class PackageMicrochannelTests
{
    private const int Coarse = 25;

    [Fact]
    public void SolveSteady_Coolant_CarriesOffWhatIsReleased()
    {
        PackageModel model = ReferencePackage.WithMicrochannels with { Films = [] };
        PackageSystem system = ReferencePackage.System(model, Coarse);
        Assert.False(system.IsSymmetric);
        double[] temperaturesC = new double[system.CellCount];
        PackageBalance balance = new PackageSolver(system).SolveSteady(temperaturesC);
        Assert.Equal(IterationStatus.Converged, balance.Status);
        Assert.InRange(balance.RelativeImbalance, 0, 1e-9);

        // Rise = heat over rho c V.
        double outletC = temperaturesC.AsSpan(system.CoolantCell(Coarse - 1, 0), Coarse).ToArray().Average();
        Assert.Equal(30 + (594 / (2e-3 / 60 * 4.12e6)), outletC, 1e-7);
    }

    [Fact]
    public void SolveSteady_FlowBackwards_IsTheMirrorImage()
    {
        PackageModel forward = ReferencePackage.WithMicrochannels;
        PackageModel backward = Mirrored(forward) with { Microchannels = forward.Microchannels! with { FlowM3PerS = -forward.Microchannels.FlowM3PerS } };
        PackageSystem system = ReferencePackage.System(forward, Coarse);
        PackageSystem mirror = ReferencePackage.System(backward, Coarse);
        double[] temperaturesC = new double[system.CellCount];
        double[] mirroredC = new double[system.CellCount];
        new PackageSolver(system).SolveSteady(temperaturesC);
        new PackageSolver(mirror).SolveSteady(mirroredC);
        for (int row = 0; row < Coarse; row++)
        {
            for (int column = 0; column < Coarse; column++)
            {
                // Two solutions to 1e-11 of the same equations in another order.
                Assert.Equal(temperaturesC[system.CoolantCell(row, column)], mirroredC[system.CoolantCell(Coarse - 1 - row, column)], 1e-6);
                for (int layer = 0; layer < system.Layers; layer++)
                {
                    Assert.Equal(temperaturesC[system.Cell(layer, row, column)], mirroredC[system.Cell(layer, Coarse - 1 - row, column)], 1e-6);
                }
            }
        }
    }

    [Fact]
    public void SolveSteady_FlowStopped_LeavesNoWayOut()
    {
        PackageModel model = ReferencePackage.WithMicrochannels;
        model = model with { Films = [], Microchannels = model.Microchannels! with { FlowM3PerS = 0 } };
        PackageSystem system = ReferencePackage.System(model, 10);
        Assert.Equal(IterationStatus.Singular, new PackageSolver(system).SolveSteady(new double[system.CellCount]).Status);
    }

    [Fact]
    public void SolveSteady_FlowStoppedUnderAFilm_LeavesThroughTheFilm()
    {
        PackageModel model = ReferencePackage.WithMicrochannels;
        model = model with { Microchannels = model.Microchannels! with { FlowM3PerS = 0 } };
        PackageSystem system = ReferencePackage.System(model, 10);
        double[] temperaturesC = new double[system.CellCount];
        PackageBalance balance = new PackageSolver(system).SolveSteady(temperaturesC);
        Assert.Equal(IterationStatus.Converged, balance.Status);
        Assert.Equal(0, balance.CoolantHeatW);
        Assert.Equal(-594, balance.FilmHeatW, 1e-6);
    }

    [Fact]
    public void Step_Coolant_StoresWhatCameInLessWhatLeft()
    {
        PackageModel model = ReferencePackage.WithMicrochannels with { Films = [] };
        PackageSystem system = ReferencePackage.System(model, Coarse);
        PackageTransient transient = new(system, 0.05, tolerance: 1e-12);
        double before = system.StoredEnergyJ(transient.TemperaturesC);
        for (int step = 0; step < 20; step++)
        {
            Assert.Equal(IterationStatus.Converged, transient.Step(ReferencePackage.NominalPowersW, [], 30).Status);
            double stored = system.StoredEnergyJ(transient.TemperaturesC);
            Assert.Equal(594 - system.CarriedOffW(transient.TemperaturesC, 30), (stored - before) / 0.05, 1e-5);
            before = stored;
        }
    }

    [Fact]
    public void Solve_Coolant_UndoesApply()
    {
        PackageSystem system = ReferencePackage.System(ReferencePackage.WithMicrochannels, Coarse);
        double[] temperaturesC = [.. Enumerable.Range(0, system.CellCount).Select(i => 30 + (20 * Math.Sin(i * 0.37)))];
        double[] heatW = new double[system.CellCount];
        foreach (double shift in new[] { 0, 1, 100, 1e4 })
        {
            system.Apply(shift, temperaturesC, heatW);
            double[] foundC = new double[system.CellCount];
            SolveReport report = system.Solve(shift, heatW, foundC, 1e-11);
            Assert.Equal(IterationStatus.Converged, report.Status);
            Assert.InRange(report.Iterations, 1, 80);

            // Condition of the steady matrix, board against thin layers: some 1e4.
            Assert.InRange(temperaturesC.Zip(foundC, (a, b) => Math.Abs(a - b)).Max(), 0, 1e-5);
        }
    }

    // South and north exchanged.
    private static PackageModel Mirrored(PackageModel model)
    {
        PackageArea Mirror(PackageArea area) => area with { YM = model.HeightM - area.TopM };
        return model with
        {
            Layers = [.. model.Layers.Select(layer => layer with { Patches = [.. layer.Patches.Select(patch => patch with { Area = Mirror(patch.Area) })] })],
            Blocks = [.. model.Blocks.Select(block => block with { Area = Mirror(block.Area) })],
            Films = [.. model.Films.Select(film => film with { Area = Mirror(film.Area) })],
        };
    }
}
