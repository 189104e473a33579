using System.Globalization;

namespace Twin.Physics.Thermal.Packages;

/// <summary>How a package is cut into cells: one cell per layer in z, lines along x and y common to all layers.</summary>
/// <param name="XLinesM">Ascending positions of the cell edges along x, from 0 to the width, metres.</param>
/// <param name="YLinesM">The same along y.</param>
public sealed record PackageGrid(IReadOnlyList<double> XLinesM, IReadOnlyList<double> YLinesM)
{
    /// <summary>Lines closer than this part of the package's extent are one line: far below any drawn dimension, far above rounding.</summary>
    private const double SameLine = 1e-9;

    /// <summary>Most cells along one side: a layer of a million by a million is beyond any memory, and its lines are not made.</summary>
    private const int MaximumCells = 1_000_000;

    /// <summary>Cells along x.</summary>
    public int Columns => XLinesM.Count - 1;

    /// <summary>Cells along y.</summary>
    public int Rows => YLinesM.Count - 1;

    /// <summary>Cells of one size, square as far as the package's extents allow.</summary>
    /// <param name="model">The package.</param>
    /// <param name="cellsAlongX">Cells along x, 1 to 1,000,000; along y as many as come nearest to squares, in the same range.</param>
    public static PackageGrid Uniform(PackageModel model, int cellsAlongX)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(cellsAlongX, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cellsAlongX, MaximumCells);
        RequireExtents(model);
        int cellsAlongY = (int)Math.Clamp(Math.Round(cellsAlongX * model.HeightM / model.WidthM), 1, MaximumCells);
        return new PackageGrid(Even(model.WidthM, cellsAlongX), Even(model.HeightM, cellsAlongY));
    }

    /// <summary>Lines on every edge of a patch, block or film, and between them evenly as many as keep cells below a size: no cell is mixed.</summary>
    /// <param name="model">The package.</param>
    /// <param name="maximumCellM">Largest extent of a cell along x and along y, metres, at least a millionth of the package's.</param>
    public static PackageGrid FollowingEdges(PackageModel model, double maximumCellM)
    {
        ArgumentNullException.ThrowIfNull(model);
        RequireExtents(model);
        if (!(maximumCellM >= Math.Max(model.WidthM, model.HeightM) / MaximumCells))
        {
            throw new ArgumentOutOfRangeException(nameof(maximumCellM), maximumCellM, "A cell's extent is above zero and not below a millionth of the package's.");
        }

        PackageArea[] areas =
        [
            .. model.Layers.SelectMany(layer => layer.Patches).Select(patch => patch.Area),
            .. model.Blocks.Select(block => block.Area),
            .. model.Films.Select(film => film.Area),
        ];
        return new PackageGrid(
            Following(model.WidthM, areas.SelectMany(area => new[] { area.XM, area.RightM }), maximumCellM),
            Following(model.HeightM, areas.SelectMany(area => new[] { area.YM, area.TopM }), maximumCellM));
    }

    /// <summary>Refuses lines that do not ascend from zero to the extents of a package.</summary>
    /// <param name="model">The package.</param>
    internal void RequireCover(PackageModel model)
    {
        RequireCover(XLinesM, model.WidthM, "x");
        RequireCover(YLinesM, model.HeightM, "y");
    }

    private static void RequireCover(IReadOnlyList<double> linesM, double extentM, string axis)
    {
        if (linesM.Count < 2 || linesM[0] != 0 || !(Math.Abs(linesM[^1] - extentM) <= SameLine * extentM))
        {
            throw new ArgumentException($"Lines along {axis} go from 0 to the extent of the package, {Text(extentM)} m.", nameof(linesM));
        }

        for (int i = 1; i < linesM.Count; i++)
        {
            if (!(linesM[i] > linesM[i - 1]))
            {
                throw new ArgumentException($"Lines along {axis} ascend: number {i} at {Text(linesM[i])} m does not.", nameof(linesM));
            }
        }
    }

    private static void RequireExtents(PackageModel model)
    {
        if (!(model.WidthM > 0 && double.IsFinite(model.WidthM) && model.HeightM > 0 && double.IsFinite(model.HeightM)))
        {
            throw new ArgumentException($"The package is {Text(model.WidthM)} m by {Text(model.HeightM)} m; both must be above zero, and finite.", nameof(model));
        }
    }

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>The column of cells in which a position lies; on a line between two, the one behind it. Beyond the package the nearest one.</summary>
    /// <param name="xM">Position along x, metres.</param>
    public int ColumnAt(double xM) => At(XLinesM, xM);

    /// <summary>The row of cells in which a position lies, likewise.</summary>
    /// <param name="yM">Position along y, metres.</param>
    public int RowAt(double yM) => At(YLinesM, yM);

    private static int At(IReadOnlyList<double> lines, double positionM)
    {
        int cell = 0;
        for (int high = lines.Count - 2; cell < high;)
        {
            int middle = (cell + high + 1) / 2;
            (cell, high) = lines[middle] <= positionM ? (middle, high) : (cell, middle - 1);
        }

        return cell;
    }

    private static double[] Even(double extentM, int cells)
    {
        double[] lines = new double[cells + 1];
        for (int i = 0; i < cells; i++)
        {
            lines[i] = extentM * i / cells;
        }

        lines[cells] = extentM;
        return lines;
    }

    private static List<double> Following(double extentM, IEnumerable<double> edgesM, double maximumCellM)
    {
        double same = SameLine * extentM;
        List<double> lines = [0];
        foreach (double edge in edgesM.Where(edge => edge > same && edge < extentM - same).Append(extentM).Order())
        {
            double from = lines[^1];
            if (edge - from <= same)
            {
                continue;
            }

            // The allowance keeps an edge that is a whole number of cells away from costing one more for its rounding.
            int parts = (int)Math.Max(1, Math.Ceiling(((edge - from) / maximumCellM) - SameLine));
            for (int i = 1; i < parts; i++)
            {
                lines.Add(from + ((edge - from) * i / parts));
            }

            lines.Add(edge);
        }

        return lines;
    }
}
