namespace Twin.Physics.Thermal.Packages;

/// <summary>How a package is cut into cells: one cell per layer in z, lines along x and y common to all layers.</summary>
/// <param name="XLinesM">Ascending positions of the cell edges along x, from 0 to the width, metres.</param>
/// <param name="YLinesM">The same along y.</param>
public sealed record PackageGrid(IReadOnlyList<double> XLinesM, IReadOnlyList<double> YLinesM)
{
    /// <summary>Cells along x.</summary>
    public int Columns => XLinesM.Count - 1;

    /// <summary>Cells along y.</summary>
    public int Rows => YLinesM.Count - 1;
}
