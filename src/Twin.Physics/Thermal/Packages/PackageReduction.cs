namespace Twin.Physics.Thermal.Packages;

/// <summary>Makes a <see cref="ReducedPackage"/> of a full package model.</summary>
public static class PackageReduction
{
    /// <summary>Keeps every mode: no reduction error. For packages of at most a few hundred cells.</summary>
    /// <param name="package">The full model.</param>
    /// <returns>A model of the order of the cell count.</returns>
    public static ReducedPackage Whole(IPackageOperator package)
    {
        ArgumentNullException.ThrowIfNull(package);
        PackageBasis basis = new(package, deflation: 1e-10);
        basis.Add([.. Enumerable.Range(0, package.CellCount).Select(cell => Unit(package.CellCount, cell))]);
        PackageProjection projection = PackageProjection.Of(package, basis).Diagonalised();
        int[][] candidates = [.. Enumerable.Range(0, projection.BlockCount).Select(block => Enumerable.Range(0, projection.BlockCells(block)).ToArray())];
        return new(projection.Modes(candidates));
    }

    private static double[] Unit(int length, int index)
    {
        double[] unit = new double[length];
        unit[index] = 1;
        return unit;
    }
}
