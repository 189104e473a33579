using System.Globalization;
using Twin.Physics.LinearAlgebra;

namespace Twin.Physics.Thermal.Packages;

/// <content>From the description to conductances, capacities, blocks, films and probes.</content>
public sealed partial class PackageSystem
{
    /// <summary>Bytes per cell while the system lives: eleven arrays of the finest level, a third as much for all coarser ones, five work vectors, and what the cell is made of, rounded up.</summary>
    private const long BytesPerCell = 200;

    /// <summary>Further bytes per column with microchannels.</summary>
    private const long BytesPerCoolantCell = 100;

    private readonly PackageComposition _composition;
    private readonly double[] _capacities;
    private readonly int[][] _blockCells;
    private readonly double[][] _blockShares;
    private readonly int[][] _filmCells;
    private readonly double[][] _filmAreas;
    private readonly double[][] _filmConductances;
    private readonly int[] _probeCells;

    /// <summary>Cuts a package into cells. Allocates everything that is ever needed.</summary>
    /// <param name="model">The package.</param>
    /// <param name="grid">Its lines, from 0 to the package's extents.</param>
    /// <param name="memoryLimitBytes">What the system may take; <see cref="EstimateBytes"/> is compared with it before anything is allocated.</param>
    /// <exception cref="ArgumentException">Something of the package or the grid makes no sense; the text says everything that <see cref="PackageProblems"/> finds.
    /// A package without blocks is taken, and one without a way out for heat: over time it warms, and its steady state is <see cref="IterationStatus.Singular"/>.</exception>
    /// <exception cref="InsufficientMemoryException">The grid is too large for the limit.</exception>
    public PackageSystem(PackageModel model, PackageGrid grid, long memoryLimitBytes = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(grid);
        RequireSound(model);
        grid.RequireCover(model);
        long bytes = EstimateBytes(model, grid);
        long cells = (long)grid.Columns * grid.Rows * (model.Layers.Count + 1);
        if (bytes > memoryLimitBytes || cells > Array.MaxLength / 2)
        {
            throw new InsufficientMemoryException(string.Create(
                CultureInfo.InvariantCulture,
                $"A grid of {grid.Columns} x {grid.Rows} x {model.Layers.Count} cells takes about {bytes / 1e6:F0} MB; {Math.Min(memoryLimitBytes, Array.MaxLength / 2 * BytesPerCell) / 1e6:F0} MB are allowed. Take fewer cells."));
        }

        Model = model;
        Grid = grid;
        _composition = new PackageComposition(model, grid);
        _level = new StackLevel(grid.Columns, model.Layers.Count, grid.Rows);
        _multigrid = new StackMultigrid(_level, model.WidthM, model.HeightM);
        _unknown = _level.NewVector();
        _direction = _level.NewVector();
        _product = _level.NewVector();
        if (model.Microchannels is { } channels)
        {
            int count = grid.Columns * grid.Rows;
            double[] flows = new double[grid.Columns];
            for (int x = 0; x < flows.Length; x++)
            {
                flows[x] = Math.Abs(channels.FlowM3PerS) * channels.CoolantHeatCapacity * WidthM(x) / model.WidthM;
            }

            _coolant = new CoolantLines(grid.Columns, grid.Rows, flows, channels.FlowM3PerS < 0);
            _coolantUnknown = new double[count];
            _coolantProduct = new double[count];
            _toAbove = new double[count];
            _toWall = new double[count];
            _toBelow = new double[count];
            _shadow = new double[_level.Count];
            _searched = _level.NewVector();
            _searchedProduct = _level.NewVector();
            _remainder = new double[_level.Count + count];
        }

        _capacities = new double[CellCount];
        SetCapacities();
        (_filmCells, _filmAreas) = Split([.. model.Films.Select(film => Overlaps(film.Area, film.IsTop ? 0 : Layers - 1))]);
        _filmConductances = [.. _filmCells.Select(found => new double[found.Length])];
        (_blockCells, _blockShares) = Split([.. model.Blocks.Select(block => Overlaps(block.Area, block.Layer))]);
        foreach (double[] shares in _blockShares)
        {
            double sum = shares.Sum();
            for (int i = 0; i < shares.Length; i++)
            {
                shares[i] /= sum;
            }
        }

        _probeCells = [.. model.Probes.Select(probe => Cell(probe.Layer, grid.RowAt(probe.YM), grid.ColumnAt(probe.XM)))];
        Conduct([]);
    }

    /// <summary>The package.</summary>
    public PackageModel Model { get; }

    /// <summary>The lines between its cells.</summary>
    public PackageGrid Grid { get; }

    /// <summary>Conductivities are those at the reference temperatures of the materials: none were set from others.</summary>
    internal bool IsAsDescribed { get; private set; } = true;

    /// <summary>Some material's conductivity depends on temperature, so that <see cref="SetConductivities"/> has an effect.</summary>
    public bool IsNonlinear => _composition.IsNonlinear;

    /// <summary>No path leads heat out: there is neither a film nor flowing coolant, and no steady state.</summary>
    public bool IsFloating => Model.Films.Count == 0 && Model.Microchannels is not { FlowM3PerS: not 0 };

    /// <summary>Estimates what a system of this size takes in memory, set-up and workspace included, without allocating.</summary>
    /// <param name="model">The package.</param>
    /// <param name="grid">Its grid.</param>
    public static long EstimateBytes(PackageModel model, PackageGrid grid)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(grid);
        long columns = (long)grid.Columns * grid.Rows;
        return (columns * model.Layers.Count * BytesPerCell) + (model.Microchannels is null ? 0 : columns * (BytesPerCoolantCell + (model.Layers.Count * 4 * sizeof(double))));
    }

    /// <summary>Layer of a cell; that of the cavity for coolant.</summary>
    /// <param name="cell">Index of a cell.</param>
    public int LayerOf(int cell) => cell < _level.Count ? cell / Columns % Layers : Model.Microchannels!.Layer;

    /// <summary>Cells of a block, ascending; those that its rectangle touches.</summary>
    /// <param name="block">Index of the block.</param>
    public ReadOnlySpan<int> BlockCells(int block) => _blockCells[block];

    /// <summary>Shares of a block's power that its cells take, in the order of <see cref="BlockCells"/>, with sum 1.</summary>
    /// <param name="block">Index of the block.</param>
    public ReadOnlySpan<double> BlockShares(int block) => _blockShares[block];

    /// <summary>Writes how one watt of a block spreads over all cells.</summary>
    /// <param name="block">Index of the block.</param>
    /// <param name="cells">Overwritten, length <see cref="CellCount"/>, sum 1.</param>
    public void Spread(int block, Span<double> cells)
    {
        Require.Length(cells.Length, CellCount, nameof(cells));
        cells.Clear();
        AddTo(cells, _blockCells[block], _blockShares[block], 1);
    }

    /// <summary>Writes the conductance between a film's temperature and each cell, W/K.</summary>
    /// <param name="film">Index of the film.</param>
    /// <param name="cells">Overwritten, length <see cref="CellCount"/>.</param>
    public void FilmConductances(int film, Span<double> cells)
    {
        Require.Length(cells.Length, CellCount, nameof(cells));
        cells.Clear();
        AddTo(cells, _filmCells[film], _filmConductances[film], 1);
    }

    /// <summary>The cell that a probe reads.</summary>
    /// <param name="probe">Index of the probe.</param>
    public int ProbeCell(int probe) => _probeCells[probe];

    /// <summary>Writes the right-hand side: powers, films and coolant inlet at their temperatures. Allocates nothing.</summary>
    /// <param name="powersW">Power of each block.</param>
    /// <param name="filmTemperaturesC">Temperature beyond each film.</param>
    /// <param name="inletTemperatureC">Of the coolant; without meaning where there is none.</param>
    /// <param name="heatW">Overwritten, length <see cref="CellCount"/>, watts.</param>
    public void Sources(ReadOnlySpan<double> powersW, ReadOnlySpan<double> filmTemperaturesC, double inletTemperatureC, Span<double> heatW)
    {
        Require.Length(powersW.Length, _blockCells.Length, nameof(powersW));
        Require.Length(filmTemperaturesC.Length, _filmCells.Length, nameof(filmTemperaturesC));
        InletConductances(heatW);
        if (_coolant is not null)
        {
            foreach (ref double heat in heatW[_level.Count..])
            {
                heat *= inletTemperatureC;
            }
        }

        for (int block = 0; block < powersW.Length; block++)
        {
            AddTo(heatW, _blockCells[block], _blockShares[block], powersW[block]);
        }

        for (int film = 0; film < filmTemperaturesC.Length; film++)
        {
            AddTo(heatW, _filmCells[film], _filmConductances[film], filmTemperaturesC[film]);
        }
    }

    /// <summary>Mean temperature of a block, weighted as its power spreads.</summary>
    /// <param name="block">Index of the block.</param>
    /// <param name="temperaturesC">Length <see cref="CellCount"/>.</param>
    public double BlockAverage(int block, ReadOnlySpan<double> temperaturesC)
    {
        Require.Length(temperaturesC.Length, CellCount, nameof(temperaturesC));
        int[] cells = _blockCells[block];
        double[] shares = _blockShares[block];
        double sum = 0;
        for (int i = 0; i < cells.Length; i++)
        {
            sum += shares[i] * temperaturesC[cells[i]];
        }

        return sum;
    }

    /// <summary>Temperature of the hottest cell that a block touches.</summary>
    /// <param name="block">Index of the block.</param>
    /// <param name="temperaturesC">Length <see cref="CellCount"/>.</param>
    public double BlockMaximum(int block, ReadOnlySpan<double> temperaturesC)
    {
        Require.Length(temperaturesC.Length, CellCount, nameof(temperaturesC));
        double hottest = double.NegativeInfinity;
        foreach (int cell in _blockCells[block])
        {
            hottest = Math.Max(hottest, temperaturesC[cell]);
        }

        return hottest;
    }

    /// <summary>Heat from a film into the package, watts.</summary>
    /// <param name="film">Index of the film.</param>
    /// <param name="filmTemperatureC">Temperature beyond it.</param>
    /// <param name="temperaturesC">Length <see cref="CellCount"/>.</param>
    public double FilmHeatW(int film, double filmTemperatureC, ReadOnlySpan<double> temperaturesC)
    {
        Require.Length(temperaturesC.Length, CellCount, nameof(temperaturesC));
        int[] cells = _filmCells[film];
        double[] conductances = _filmConductances[film];
        double sum = 0;
        for (int i = 0; i < cells.Length; i++)
        {
            sum += conductances[i] * (filmTemperatureC - temperaturesC[cells[i]]);
        }

        return sum;
    }

    /// <summary>Heat stored relative to 0 degrees Celsius, joules.</summary>
    /// <param name="temperaturesC">Length <see cref="CellCount"/>.</param>
    public double StoredEnergyJ(ReadOnlySpan<double> temperaturesC)
    {
        Require.Length(temperaturesC.Length, CellCount, nameof(temperaturesC));
        return Dot(_capacities, temperaturesC);
    }

    /// <summary>Copies the temperatures of one layer into a map.</summary>
    /// <param name="layer">Layer, from the top; that of the cavity gives the walls.</param>
    /// <param name="temperaturesC">Length <see cref="CellCount"/>.</param>
    /// <param name="map">Overwritten, length columns x rows, row after row from y = 0.</param>
    public void CopyLayer(int layer, ReadOnlySpan<double> temperaturesC, Span<double> map)
    {
        Require.Length(temperaturesC.Length, CellCount, nameof(temperaturesC));
        Require.Length(map.Length, Columns * Rows, nameof(map));
        for (int y = 0; y < Rows; y++)
        {
            temperaturesC.Slice(Cell(layer, y, 0), Columns).CopyTo(map[(Columns * y)..]);
        }
    }

    /// <summary>Sets every conductance anew for conductivities at given temperatures, in place. Without effect unless <see cref="IsNonlinear"/>. Allocates nothing.</summary>
    /// <param name="temperaturesC">Length <see cref="CellCount"/>.</param>
    public void SetConductivities(ReadOnlySpan<double> temperaturesC)
    {
        Require.Length(temperaturesC.Length, CellCount, nameof(temperaturesC));
        if (IsNonlinear)
        {
            IsAsDescribed = false;
            Conduct(temperaturesC);
        }
    }

    private static void RequireSound(PackageModel model)
    {
        // Without a way out or without blocks there is a temperature field all the same.
        PackageProblem[] problems =
        [
            .. PackageProblems.Find(model).Where(problem => problem is not ({ Fault: PackageFault.Floating } or { Fault: PackageFault.Missing, Property: nameof(PackageModel.Blocks) })),
        ];
        if (problems.Length > 0)
        {
            throw new ArgumentException(string.Join(' ', problems.Select(problem => problem.ToString())), nameof(model));
        }
    }

    private static void AddTo(Span<double> target, int[] cells, double[] values, double factor)
    {
        for (int i = 0; i < cells.Length; i++)
        {
            target[cells[i]] += values[i] * factor;
        }
    }

    private static (int[][] Cells, double[][] Values) Split((int Cell, double Value)[][] found) =>
        ([.. found.Select(list => list.Select(entry => entry.Cell).ToArray())], [.. found.Select(list => list.Select(entry => entry.Value).ToArray())]);

    private static double Series(double a, double b) => a > 0 && b > 0 ? a * b / (a + b) : 0;

    private double WidthM(int column) => Grid.XLinesM[column + 1] - Grid.XLinesM[column];

    private double HeightM(int row) => Grid.YLinesM[row + 1] - Grid.YLinesM[row];

    private (int Cell, double Value)[] Overlaps(PackageArea area, int layer)
    {
        List<(int Cell, double Value)> found = [];
        (int firstX, int endX) = PackageComposition.Touched(Grid.XLinesM, area.XM, area.RightM);
        (int firstY, int endY) = PackageComposition.Touched(Grid.YLinesM, area.YM, area.TopM);
        for (int y = firstY; y < endY; y++)
        {
            for (int x = firstX; x < endX; x++)
            {
                PackageArea cell = new(Grid.XLinesM[x], Grid.YLinesM[y], WidthM(x), HeightM(y));
                found.Add((Cell(layer, y, x), area.Overlap(cell)));
            }
        }

        return [.. found];
    }

    private void SetCapacities()
    {
        PackageMicrochannels? channels = Model.Microchannels;
        for (int y = 0; y < Rows; y++)
        {
            for (int z = 0; z < Layers; z++)
            {
                for (int x = 0; x < Columns; x++)
                {
                    int cell = Cell(z, y, x);
                    double volume = WidthM(x) * HeightM(y) * Model.Layers[z].ThicknessM;
                    if (channels is not null && z == channels.Layer)
                    {
                        double open = channels.ChannelWidthM / (channels.ChannelWidthM + channels.WallWidthM);
                        _capacities[cell] = channels.Wall.VolumetricHeatCapacity * (1 - open) * volume;
                        double coolant = channels.CoolantHeatCapacity * open * volume;
                        _capacities[CoolantCell(y, x)] = coolant;
                        _coolant!.Capacities[x + (Columns * y)] = coolant;
                    }
                    else
                    {
                        _capacities[cell] = _composition.HeatCapacity(cell) * volume;
                    }
                }
            }
        }

        _capacities.AsSpan(0, _level.Count).CopyTo(_level.Capacities.AsSpan(_level.RowLength));
    }

    // Sets all conductances; without temperatures at the materials' reference temperatures. The half conductances of cells along x, y and z stand meanwhile in work vectors.
    private void Conduct(ReadOnlySpan<double> temperaturesC)
    {
        _shift = double.NaN;
        double[] halfX = _unknown;
        double[] halfY = _direction;
        double[] halfZ = _product;
        int first = _level.RowLength;
        int cavity = Model.Microchannels?.Layer ?? -1;
        for (int y = 0; y < Rows; y++)
        {
            for (int z = 0; z < Layers; z++)
            {
                double thickness = Model.Layers[z].ThicknessM;
                for (int x = 0; x < Columns; x++)
                {
                    int cell = Cell(z, y, x);
                    double width = WidthM(x);
                    double height = HeightM(y);
                    double temperature = temperaturesC.IsEmpty ? double.NaN : temperaturesC[cell];
                    (double kx, double ky, double kz) = z == cavity ? default : _composition.Conductivities(cell, temperature);
                    if (z == cavity)
                    {
                        PackageMicrochannels channels = Model.Microchannels!;
                        double wall = channels.WallWidthM / (channels.ChannelWidthM + channels.WallWidthM);
                        double factor = PackageComposition.Factor(channels.Wall, temperature);
                        (kx, ky, kz) = (0, channels.Wall.ConductivityY * factor * wall, channels.Wall.ConductivityZ * factor * wall);
                    }

                    halfX[first + cell] = 2 * kx * height * thickness / width;
                    halfY[first + cell] = 2 * ky * width * thickness / height;
                    halfZ[first + cell] = 2 * kz * width * height / thickness;
                }
            }
        }

        Array.Clear(_level.Ground);
        for (int film = 0; film < _filmCells.Length; film++)
        {
            SetFilm(film, halfZ);
        }

        for (int y = 0; y < Rows; y++)
        {
            for (int z = 0; z < Layers; z++)
            {
                for (int x = 0; x < Columns; x++)
                {
                    int i = first + Cell(z, y, x);
                    _level.AlongX[i] = x + 1 < Columns ? Series(halfX[i], halfX[i + 1]) : 0;
                    _level.AlongY[i] = y + 1 < Rows ? Series(halfY[i], halfY[i + first]) : 0;
                    _level.AlongZ[i] = z + 1 < Layers ? Series(halfZ[i], halfZ[i + Columns]) : 0;
                }
            }
        }

        if (_coolant is not null)
        {
            SetCavity(halfZ);
        }

        _multigrid.Coarsen();
    }

    private void SetFilm(int film, double[] halfZ)
    {
        double coefficient = Model.Films[film].HeatTransferCoefficient;
        int[] cells = _filmCells[film];
        for (int k = 0; k < cells.Length; k++)
        {
            int y = cells[k] / (Columns * Layers);
            int x = cells[k] % Columns;
            double area = _filmAreas[film][k];
            double half = halfZ[_level.RowLength + cells[k]] * area / (WidthM(x) * HeightM(y));
            double conductance = Series(half, coefficient * area);
            _filmConductances[film][k] = conductance;
            _level.Ground[_level.RowLength + cells[k]] += conductance;
        }
    }

    // The face nodes have no capacity: a star of three conductances at each becomes a triangle, each side the product of its two over the sum of the three.
    private void SetCavity(double[] halfZ)
    {
        PackageMicrochannels channels = Model.Microchannels!;
        for (int y = 0; y < Rows; y++)
        {
            for (int x = 0; x < Columns; x++)
            {
                int k = x + (Columns * y);
                int wall = _level.RowLength + Cell(channels.Layer, y, x);
                double area = WidthM(x) * HeightM(y);
                double toFace = halfZ[wall];
                double above = halfZ[wall - Columns];
                double below = halfZ[wall + Columns];
                double top = channels.TopCoefficient * area;
                double bottom = channels.BottomCoefficient * area;
                double ceiling = above + toFace + top;
                double floor = below + toFace + bottom;
                _level.AlongZ[wall - Columns] = ceiling > 0 ? above * toFace / ceiling : 0;
                _level.AlongZ[wall] = floor > 0 ? below * toFace / floor : 0;
                _toAbove[k] = ceiling > 0 ? above * top / ceiling : 0;
                _toBelow[k] = floor > 0 ? below * bottom / floor : 0;
                _toWall[k] = (ceiling > 0 ? toFace * top / ceiling : 0) + (floor > 0 ? toFace * bottom / floor : 0);
                _level.Ground[wall - Columns] += _toAbove[k];
                _level.Ground[wall] += _toWall[k];
                _level.Ground[wall + Columns] += _toBelow[k];
                _coolant!.Held[k] = _toAbove[k] + _toWall[k] + _toBelow[k];
            }
        }
    }
}
