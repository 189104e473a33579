using Twin.Physics.LinearAlgebra;

namespace Twin.Physics.Thermal.Packages;

/// <summary>Makes a <see cref="ReducedPackage"/> of a full package model.</summary>
/// <remarks>
/// 1. A rich basis: the response of every source and face at each shift, (G + s C)^-1 b (rational Krylov, one block per real shift; Grimme, Krylov projection
/// methods for model reduction, 1997, ch. 3), and the uniform temperature.
/// 2. The package in that basis, turned so that conduction is diagonal.
/// 3. A smaller basis out of it: uniform temperature and steady responses exactly, then the directions that matter most to step responses at
/// log-spaced times, measured by dissipation (proper orthogonal decomposition with G as the metric, in which a projection on both sides is
/// the best there is; Kunisch and Volkwein, Numerische Mathematik 90 (2001)). The order is the smallest of which the step responses stay within the tolerances.
/// 4. Per block the few patterns of which its cells' temperatures are made up, so that every cell is looked at for the maximum.
/// 5. The error estimate, from the difference between the smaller and the rich model.
/// Every step is a congruence: see <see cref="ReducedPackage"/> for what that guarantees.
/// </remarks>
public static class PackageReduction
{
    private const int OrderStride = 16;

    /// <summary>Keeps every mode: no reduction error, and an error estimate of zero. For packages of at most a few hundred cells.</summary>
    /// <param name="package">The full model.</param>
    /// <returns>A model of the order of the cell count.</returns>
    public static ReducedPackage Whole(IPackageOperator package)
    {
        ArgumentNullException.ThrowIfNull(package);
        PackageBasis basis = new(package, deflation: 1e-10);
        basis.Add([.. Enumerable.Range(0, package.CellCount).Select(cell => Unit(package.CellCount, cell))]);
        PackageProjection projection = PackageProjection.Of(package, basis).Diagonalised();
        return new(projection.Modes(PackageImages.Whole(projection)), string.Empty);
    }

    /// <summary>Reduces a package as it is now: with the conductivities that were set last.</summary>
    /// <param name="system">The full model; its workspace is used.</param>
    /// <param name="options">How; null takes the defaults.</param>
    /// <returns>The reduced model.</returns>
    /// <exception cref="ArgumentException">The package has microchannels: heat that flows along with a coolant is not symmetric. Reduce the solids and join coolant at faces.</exception>
    /// <exception cref="InvalidOperationException">A response could not be solved, or the numbers of the package lie so far apart that its modes cannot be told.</exception>
    /// <exception cref="InsufficientMemoryException">It would take more memory than the options allow.</exception>
    public static ReducedPackage Build(PackageSystem system, PackageReductionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(system);
        if (!system.IsSymmetric)
        {
            throw new ArgumentException("A package with microchannels cannot be reduced: model its solids with films towards the coolant, and let the coolant flow outside.", nameof(system));
        }

        options ??= new();
        long bytes = EstimateBytes(system.Model, system.Grid, options);
        if (bytes > options.MemoryLimitBytes)
        {
            throw new InsufficientMemoryException(FormattableString.Invariant(
                $"Reducing {system.Grid.Columns} x {system.Grid.Rows} x {system.Model.Layers.Count} cells with {PortCount(system.Model)} sources and faces takes about {bytes / 1e6:F0} MB; {options.MemoryLimitBytes / 1e6:F0} MB are to be had."));
        }

        IReadOnlyList<PackageBlock> blocks = system.Model.Blocks;
        double usual = blocks.Any(block => block.NominalPowerW > 0) ? blocks.Where(block => block.NominalPowerW > 0).Average(block => block.NominalPowerW) : 1;
        double[] scales =
        [
            .. blocks.Select(block => block.NominalPowerW > 0 ? block.NominalPowerW : usual),
            .. system.Model.Probes.Where(probe => probe.TakesHeat).Select(_ => options.ProbeScaleW),
        ];

        // Temperatures that conductivities were set from are not part of a description, so that one that was reduced at them is never taken for it.
        string fingerprint = system.IsAsDescribed ? PackageFingerprint.Of(system.Model, system.Grid, options) : string.Empty;
        return Build(new PackageOperator(system), options with { SourceScalesW = options.SourceScalesW ?? scales }, fingerprint);
    }

    /// <summary>Estimates what a reduction takes in memory beside the full model, without allocating: one vector over all cells for each source or face and shift, and the matrices of their order.</summary>
    /// <param name="model">The package.</param>
    /// <param name="grid">Its grid.</param>
    /// <param name="options">How it is reduced; null stands for the defaults.</param>
    public static long EstimateBytes(PackageModel model, PackageGrid grid, PackageReductionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(grid);
        long layer = (long)grid.Columns * grid.Rows;
        long cells = layer * model.Layers.Count;
        long ports = PortCount(model);
        long order = Math.Min(cells, 1 + (ports * (options ?? new()).ShiftsPerS.Count));

        // Besides the basis: the ports themselves, one block of responses with its weighted copy, the spreads of the blocks.
        long vectors = order + (4 * ports);

        // Matrices that live at the same time when modes are found; rows of the cells that blocks cover, thrice: along the basis, turned, and packed for the training.
        long matrices = 8 * order * order;
        long rows = 3 * order * (long)(layer * Math.Min(1, model.Blocks.Sum(block => block.Area.AreaM2) / (model.WidthM * model.HeightM)));
        return sizeof(double) * ((vectors * cells) + matrices + rows);
    }

    /// <summary>Reduces any symmetric package model.</summary>
    /// <param name="package">The full model.</param>
    /// <param name="options">How; null takes the defaults, with changes of 1 W for blocks.</param>
    /// <returns>The reduced model.</returns>
    /// <exception cref="InvalidOperationException">A response could not be solved.</exception>
    public static ReducedPackage Build(IPackageOperator package, PackageReductionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(package);
        return Build(package, options ?? new(), string.Empty);
    }

    private static int PortCount(PackageModel model) => model.Blocks.Count + model.Probes.Count(probe => probe.TakesHeat) + model.Films.Count;

    private static ReducedPackage Build(IPackageOperator package, PackageReductionOptions options, string fingerprint)
    {
        PackageProjection rich = PackageProjection.Of(package, Responses(package, options)).Diagonalised();
        double[] scales = Scales(rich, options);
        PackageCompression compression = new(rich, scales, options.ShortestTimeS);
        PackageProjection reduced = Reduce(compression, rich, options);
        PackageTraining training = new(rich, reduced, scales);
        PackageImages images = PackageImages.Of(reduced, training.Moments(), options.ImageToleranceK);
        PackageErrorModel errors = PackageErrorModel.Fit(rich, reduced, images, training, options.ImageToleranceK);
        return new(reduced.Modes(images, errors), fingerprint);
    }

    private static PackageBasis Responses(IPackageOperator package, PackageReductionOptions options)
    {
        int n = package.CellCount;
        List<double[]> ports = [];
        for (int block = 0; block < package.BlockNames.Count; block++)
        {
            ports.Add(new double[n]);
            package.Spread(block, ports[^1]);
        }

        for (int probe = 0; probe < package.ProbeNames.Count; probe++)
        {
            if (package.ProbeTakesHeat(probe))
            {
                ports.Add(Unit(n, package.ProbeCell(probe)));
            }
        }

        bool floating = true;
        for (int face = 0; face < package.FaceNames.Count; face++)
        {
            ports.Add(new double[n]);
            package.FaceConductances(face, ports[^1]);
            floating &= !ports[^1].Any(conductance => conductance > 0);
        }

        PackageBasis basis = new(package, options.Deflation);
        foreach (double shift in options.ShiftsPerS.Where(shift => shift > 0 || !floating))
        {
            double[][] responses = new double[ports.Count][];
            for (int port = 0; port < responses.Length; port++)
            {
                responses[port] = new double[n];
                if (!package.TrySolve(shift, ports[port], responses[port], options.SolveTolerance))
                {
                    throw new InvalidOperationException(FormattableString.Invariant($"The response of port {port} at {shift} 1/s could not be solved to {options.SolveTolerance}."));
                }
            }

            basis.Add(responses);
        }

        return basis;
    }

    private static double[] Scales(PackageProjection rich, PackageReductionOptions options)
    {
        double[] scales = new double[rich.PortCount];
        for (int port = 0; port < scales.Length; port++)
        {
            scales[port] = port >= rich.SourceCount ? options.FaceScaleK : port >= rich.BlockCount ? options.ProbeScaleW : 1;
        }

        if (options.SourceScalesW is { } given)
        {
            Require.Length(given.Count, rich.SourceCount, nameof(options));
            for (int source = 0; source < given.Count; source++)
            {
                scales[source] = given[source];
            }
        }

        return scales;
    }

    private static PackageProjection Reduce(PackageCompression compression, PackageProjection rich, PackageReductionOptions options)
    {
        if (options.Order > 0)
        {
            return compression.Of(options.Order);
        }

        // The error falls with the order: the smallest one that is good enough lies between a poor one and a good one.
        int poor = compression.LeastOrder / OrderStride;
        int good = Math.Max(poor + 1, (Math.Min(options.MaximumOrder, rich.Order) + OrderStride - 1) / OrderStride);
        PackageProjection best = compression.Of(good * OrderStride);
        while (good - poor > 1)
        {
            int middle = (good + poor) / 2;
            PackageProjection tried = compression.Of(middle * OrderStride);
            (double averageK, double cellK) = compression.StepErrors(tried);
            if (averageK <= options.AverageToleranceK && cellK <= options.CellToleranceK)
            {
                (good, best) = (middle, tried);
            }
            else
            {
                poor = middle;
            }
        }

        return best;
    }

    private static double[] Unit(int length, int index)
    {
        double[] unit = new double[length];
        unit[index] = 1;
        return unit;
    }
}
