using Twin.Physics.Thermal.Packages;

namespace Twin.Physics.Tests.Thermal.Packages;

public class PackageSystemTests
{
    [Fact]
    public void Solve_SteadyReference_AgreesOnEveryBlock()
    {
        PackageSystem system = ReferencePackage.System(ReferencePackage.WithFilms, 50);
        double[] heatW = new double[system.CellCount];
        double[] temperaturesC = new double[system.CellCount];
        system.Sources(ReferencePackage.NominalPowersW, ReferencePackage.FilmTemperaturesC(system.Model), 0, heatW);
        SolveReport report = system.Solve(0, heatW, temperaturesC, 1e-12);
        Assert.Equal(IterationStatus.Converged, report.Status);
        Assert.InRange(report.Iterations, 1, 40);
        Assert.InRange(ReferencePackage.SteadyDifference(system, temperaturesC, "steady_3dice.csv", 50), 0, ReferencePackage.AgreementK);
    }
}
