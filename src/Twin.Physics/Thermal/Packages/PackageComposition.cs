namespace Twin.Physics.Thermal.Packages;

/// <summary>What each cell is made of.</summary>
/// <remarks>
/// A cell that is cut by edges of patches is divided along all of them into small rectangles. Capacity and vertical conductivity are means over their areas. Along x the
/// rectangles of one strip are in series and the strips in parallel, along y likewise: exact when a single straight edge cuts the cell, whichever way it runs, and a lower
/// bound of the conductance otherwise, as no heat may cross from strip to strip.
/// </remarks>
internal sealed class PackageComposition
{
    /// <summary>A rectangle that covers less than this part of a cell's extent is not there, one that lacks less covers it: above rounding of the lines, far below any effect.</summary>
    private const double Sliver = 1e-9;

    private readonly PackageMaterial[] _materials;

    // Index of a material, or -1 - index of a mixed cell.
    private readonly int[] _cells;
    private readonly List<Mixed> _mixed = [];

    public PackageComposition(PackageModel model, PackageGrid grid)
    {
        Dictionary<PackageMaterial, int> materials = [];
        int columns = grid.Columns;
        int layers = model.Layers.Count;
        _cells = new int[columns * layers * grid.Rows];
        int[] layer = new int[columns * grid.Rows];
        bool[] isCut = new bool[layer.Length];
        for (int z = 0; z < layers; z++)
        {
            PackageLayer description = model.Layers[z];
            int[] patches = [.. description.Patches.Select(patch => Index(materials, patch.Material))];
            int ground = Index(materials, description.Base);
            Array.Fill(layer, ground);
            Array.Fill(isCut, false);
            for (int p = 0; p < patches.Length; p++)
            {
                Lay(grid, description.Patches[p].Area, patches[p], layer, isCut);
            }

            for (int y = 0; y < grid.Rows; y++)
            {
                for (int x = 0; x < columns; x++)
                {
                    int at = x + (columns * y);
                    _cells[x + (columns * (z + (layers * y)))] = isCut[at] ? Cut(grid, description, patches, ground, x, y) : layer[at];
                }
            }
        }

        _materials = [.. materials.OrderBy(pair => pair.Value).Select(pair => pair.Key)];
        IsNonlinear = Array.Exists(_materials, material => material.ConductivityExponent != 0);
    }

    /// <summary>Some conductivity depends on temperature.</summary>
    public bool IsNonlinear { get; }

    /// <summary>Conductivities of a cell, W/mK. With NaN for a temperature each material is at its reference temperature.</summary>
    public (double X, double Y, double Z) Conductivities(int cell, double temperatureC)
    {
        int index = _cells[cell];
        if (index >= 0)
        {
            PackageMaterial material = _materials[index];
            double factor = Factor(material, temperatureC);
            return (material.ConductivityX * factor, material.ConductivityY * factor, material.ConductivityZ * factor);
        }

        Mixed mixed = _mixed[-1 - index];
        double kx = 0, ky = 0, kz = 0;
        for (int j = 0; j < mixed.Heights.Length; j++)
        {
            double series = 0;
            for (int i = 0; i < mixed.Widths.Length; i++)
            {
                PackageMaterial material = mixed.Material(_materials, i, j);
                double factor = Factor(material, temperatureC);
                series += mixed.Widths[i] / (material.ConductivityX * factor);
                kz += mixed.Widths[i] * mixed.Heights[j] * material.ConductivityZ * factor;
            }

            kx += mixed.Heights[j] / series;
        }

        for (int i = 0; i < mixed.Widths.Length; i++)
        {
            double series = 0;
            for (int j = 0; j < mixed.Heights.Length; j++)
            {
                PackageMaterial material = mixed.Material(_materials, i, j);
                series += mixed.Heights[j] / (material.ConductivityY * Factor(material, temperatureC));
            }

            ky += mixed.Widths[i] / series;
        }

        return (kx, ky, kz);
    }

    /// <summary>Volumetric heat capacity of a cell, J/m3K.</summary>
    public double HeatCapacity(int cell)
    {
        int index = _cells[cell];
        if (index >= 0)
        {
            return _materials[index].VolumetricHeatCapacity;
        }

        Mixed mixed = _mixed[-1 - index];
        double sum = 0;
        for (int j = 0; j < mixed.Heights.Length; j++)
        {
            for (int i = 0; i < mixed.Widths.Length; i++)
            {
                sum += mixed.Widths[i] * mixed.Heights[j] * mixed.Material(_materials, i, j).VolumetricHeatCapacity;
            }
        }

        return sum;
    }

    /// <summary>Lines from index <c>First</c> to before <c>End</c> bound the cells that an interval touches.</summary>
    public static (int First, int End) Touched(IReadOnlyList<double> lines, double from, double to)
    {
        int first = 0;
        int last = lines.Count - 2;
        for (int high = last; first < high;)
        {
            int middle = (first + high) / 2;
            (first, high) = lines[middle + 1] - (Sliver * (lines[middle + 1] - lines[middle])) > from ? (first, middle) : (middle + 1, high);
        }

        int end = first;
        while (end <= last && lines[end] + (Sliver * (lines[end + 1] - lines[end])) < to)
        {
            end++;
        }

        return (first, end);
    }

    /// <summary>k(T) over k at the reference temperature, which NaN stands for.</summary>
    public static double Factor(PackageMaterial material, double temperatureC) =>
        material.ConductivityExponent == 0 || double.IsNaN(temperatureC)
            ? 1
            : Math.Pow((temperatureC + PhysicalConstants.ZeroCelsiusK) / (material.ReferenceTemperatureC + PhysicalConstants.ZeroCelsiusK), -material.ConductivityExponent);

    private static int Index(Dictionary<PackageMaterial, int> materials, PackageMaterial material)
    {
        if (!materials.TryGetValue(material, out int index))
        {
            index = materials.Count;
            materials.Add(material, index);
        }

        return index;
    }

    private static bool Covers(IReadOnlyList<double> lines, int cell, double from, double to)
    {
        double sliver = Sliver * (lines[cell + 1] - lines[cell]);
        return from <= lines[cell] + sliver && to >= lines[cell + 1] - sliver;
    }

    private static void Lay(PackageGrid grid, PackageArea area, int material, int[] layer, bool[] isCut)
    {
        (int firstX, int endX) = Touched(grid.XLinesM, area.XM, area.RightM);
        (int firstY, int endY) = Touched(grid.YLinesM, area.YM, area.TopM);
        for (int y = firstY; y < endY; y++)
        {
            bool coversY = Covers(grid.YLinesM, y, area.YM, area.TopM);
            for (int x = firstX; x < endX; x++)
            {
                int at = x + (grid.Columns * y);
                if (coversY && Covers(grid.XLinesM, x, area.XM, area.RightM))
                {
                    layer[at] = material;
                    isCut[at] = false;
                }
                else
                {
                    isCut[at] = true;
                }
            }
        }
    }

    private static double[] Cuts(double from, double to, IEnumerable<double> edges)
    {
        double sliver = Sliver * (to - from);
        List<double> cuts = [from];
        foreach (double edge in edges.Where(edge => edge > from + sliver && edge < to - sliver).Order())
        {
            if (edge - cuts[^1] > sliver)
            {
                cuts.Add(edge);
            }
        }

        cuts.Add(to);
        return [.. cuts];
    }

    private int Cut(PackageGrid grid, PackageLayer layer, int[] patches, int ground, int x, int y)
    {
        PackageArea cell = new(grid.XLinesM[x], grid.YLinesM[y], grid.XLinesM[x + 1] - grid.XLinesM[x], grid.YLinesM[y + 1] - grid.YLinesM[y]);
        PackageArea[] areas = [.. layer.Patches.Select(patch => patch.Area)];
        int[] touching = [.. Enumerable.Range(0, areas.Length).Where(p => areas[p].Overlap(cell) > 0)];
        double[] xCuts = Cuts(cell.XM, cell.RightM, touching.SelectMany(p => new[] { areas[p].XM, areas[p].RightM }));
        double[] yCuts = Cuts(cell.YM, cell.TopM, touching.SelectMany(p => new[] { areas[p].YM, areas[p].TopM }));
        Mixed mixed = new(new double[xCuts.Length - 1], new double[yCuts.Length - 1], new int[(xCuts.Length - 1) * (yCuts.Length - 1)]);
        for (int j = 0; j < mixed.Heights.Length; j++)
        {
            mixed.Heights[j] = (yCuts[j + 1] - yCuts[j]) / cell.HeightM;
            double middleY = (yCuts[j] + yCuts[j + 1]) / 2;
            for (int i = 0; i < mixed.Widths.Length; i++)
            {
                mixed.Widths[i] = (xCuts[i + 1] - xCuts[i]) / cell.WidthM;
                double middleX = (xCuts[i] + xCuts[i + 1]) / 2;
                int top = Array.FindLastIndex(touching, p => areas[p].XM < middleX && middleX < areas[p].RightM && areas[p].YM < middleY && middleY < areas[p].TopM);
                mixed.Materials[i + (mixed.Widths.Length * j)] = top < 0 ? ground : patches[touching[top]];
            }
        }

        _mixed.Add(mixed);
        return -_mixed.Count;
    }

    /// <summary>A cell cut into rectangles; widths and heights as parts of the cell's.</summary>
    private sealed record Mixed(double[] Widths, double[] Heights, int[] Materials)
    {
        public PackageMaterial Material(PackageMaterial[] materials, int i, int j) => materials[Materials[i + (Widths.Length * j)]];
    }
}
