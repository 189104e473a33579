namespace Twin.Physics.Thermal.Packages;

/// <summary>A <see cref="PackageSystem"/> as the reduction sees it.</summary>
internal sealed class PackageOperator(PackageSystem system) : IPackageOperator
{
    public int CellCount => system.CellCount;

    public ReadOnlySpan<double> Capacities => system.Capacities;

    public IReadOnlyList<string> BlockNames { get; } = [.. system.Model.Blocks.Select(block => block.Name)];

    public IReadOnlyList<string> ProbeNames { get; } = [.. system.Model.Probes.Select(probe => probe.Name)];

    public IReadOnlyList<string> FaceNames { get; } = [.. system.Model.Films.Select(film => film.Name)];

    public void Spread(int block, Span<double> cells) => system.Spread(block, cells);

    public void FaceConductances(int face, Span<double> cells) => system.FilmConductances(face, cells);

    public int ProbeCell(int probe) => system.ProbeCell(probe);

    public bool ProbeTakesHeat(int probe) => system.Model.Probes[probe].TakesHeat;

    public void Apply(ReadOnlySpan<double> x, Span<double> y) => system.Apply(0, x, y);

    public bool TrySolve(double shiftPerS, ReadOnlySpan<double> b, Span<double> x, double tolerance) =>
        system.Solve(shiftPerS, b, x, tolerance).Status == IterationStatus.Converged;
}
