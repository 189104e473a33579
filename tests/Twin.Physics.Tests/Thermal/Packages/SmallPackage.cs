using Twin.Physics.Thermal.Packages;

namespace Twin.Physics.Tests.Thermal.Packages;

/// <summary>A row of cells: two blocks, a probe that takes heat and one that does not, a face at either end.</summary>
internal static class SmallPackage
{
    public const int Cells = 10;

    public static DensePackage Chain(double topConductance = 2, double bottomConductance = 0.1)
    {
        double[] capacities = [.. Enumerable.Range(0, Cells).Select(i => 0.01 * (1 + (i % 3)))];
        double[] couplings = new double[Cells * Cells];
        for (int i = 1; i < Cells; i++)
        {
            couplings[(i * Cells) + i - 1] = couplings[((i - 1) * Cells) + i] = 0.5 + (0.3 * (i % 4));
        }

        return new(
            capacities,
            couplings,
            [("die", Shares(2, 3, 4)), ("engine", Shares(6, 7))],
            [("ring", 7, true), ("sensor", 9, false)],
            [("top", Single(0, topConductance)), ("bottom", Single(Cells - 1, bottomConductance))]);
    }

    /// <summary>A long bar, cooled at both ends, with a block near the middle and one near an end.</summary>
    public static DensePackage Bar(int cells)
    {
        double[] capacities = [.. Enumerable.Repeat(0.002, cells)];
        double[] couplings = new double[cells * cells];
        for (int i = 1; i < cells; i++)
        {
            couplings[(i * cells) + i - 1] = couplings[((i - 1) * cells) + i] = 20;
        }

        double[] Part(int start, int count) => [.. Enumerable.Range(0, cells).Select(i => i >= start && i < start + count ? 1.0 / count : 0)];
        double[] End(int cell) => [.. Enumerable.Range(0, cells).Select(i => i == cell ? 1.0 : 0)];
        return new(
            capacities,
            couplings,
            [("middle", Part(cells / 2, 8)), ("end", Part(4, 6))],
            [("between", cells / 4, false)],
            [("left", End(0)), ("right", End(cells - 1))]);
    }

    /// <summary>Three cells, of which the first two hold a block; probes that take heat fill the block, and two of them share a cell.</summary>
    public static DensePackage FilledBlock() => new(
        [0.01, 0.01, 0.02],
        [0, 1, 1, 1, 0, 2, 1, 2, 0],
        [("die", [0.5, 0.5, 0])],
        [("first ring", 0, true), ("second ring", 0, true), ("third ring", 1, true)],
        [("top", [0, 0, 2.0])]);

    private static double[] Shares(params int[] cells)
    {
        double[] shares = new double[Cells];
        foreach (int cell in cells)
        {
            shares[cell] = 1.0 / cells.Length;
        }

        return shares;
    }

    private static double[] Single(int cell, double value)
    {
        double[] values = new double[Cells];
        values[cell] = value;
        return values;
    }
}
