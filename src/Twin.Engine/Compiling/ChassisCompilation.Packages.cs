using System.Globalization;
using Twin.Engine.Description;
using Twin.Engine.Stepping;
using Twin.Physics.LinearAlgebra;
using Twin.Physics.Thermal.Packages;
using Twin.Units;

namespace Twin.Engine.Compiling;

internal sealed partial class ChassisCompilation
{
    /// <summary>Something that a package shows of a component's block or probe.</summary>
    private sealed record PackageSignal(string Element, string Name, int Word, int Component, Dimension Dimension, string Text);

    /// <summary>Power of a switch chip or engine at work for each area, W/m2: what errors of a reduced package are judged at. 450 W on 27 x 27 mm, as of the thermal reference package, are 6e5.</summary>
    private const double UsualWPerM2 = 5e5;

    /// <summary>By how much a block that ends on a line between cells is taken to end before it, metres.</summary>
    private const double MarginM = 1e-9;

    /// <summary>A package among the nodes: its ports are the nodes of blocks and coupled probes, then the nodes that its faces touch.</summary>
    private sealed record PackageParts(PackagePlan Plan, int[] Ports, int[] PortComponents, int Maxima, int Errors)
    {
        /// <summary>The reduced model, once it is there.</summary>
        public ReducedPackage? Reduced { get; set; }
    }

    /// <summary>Share of the machine's memory that one reduction may take.</summary>
    private const double ShareOfMemory = 0.5;

    // A block is a node without a capacity of its own: the package holds the heat, and answers at the node with its reduced model. Probes on which
    // something hangs are such nodes too, one for all that lie in the same cell.
    private void AddPackage(ThermalParts parts, PackagePlan plan)
    {
        string where = $"packages.{plan.Name}";
        var ports = new List<int>();
        var components = new List<int>();
        var cells = new Dictionary<(int Layer, int Column, int Row), int>();
        for (int i = 0; i < plan.Blocks.Count; i++)
        {
            int node = NodeOf(plan.Blocks[i]);
            PackageBlock block = plan.Model.Blocks[i];
            (int, int, int) first = CellAt(plan.Grid, block.Layer, block.Area.XM + MarginM, block.Area.YM + MarginM);
            (int, int, int) last = CellAt(plan.Grid, block.Layer, block.Area.RightM - MarginM, block.Area.TopM - MarginM);
            if (first == last && !cells.TryAdd(first, node))
            {
                _problems.Add("TW0563", where + ".cell", $"Block '{block.Name}' and another one lie in the same cell: their temperatures could not be told apart.", "Give smaller cells.", _components[plan.Blocks[i].Component].Description.Origin);
            }

            ports.Add(node);
            components.Add(plan.Blocks[i].Component);
        }

        PackageProbe[] probes = [.. plan.Model.Probes];
        for (int i = 0; i < probes.Length; i++)
        {
            if (!probes[i].TakesHeat)
            {
                continue;
            }

            PackagePoint point = plan.Probes[i];
            ComponentDraft draft = _components[point.Component];
            (int, int, int) cell = CellAt(plan.Grid, probes[i].Layer, probes[i].XM, probes[i].YM);
            bool isShared = cells.TryGetValue(cell, out int node);
            if (!isShared)
            {
                node = parts.Add($"{draft.Path}/{draft.Builder.Points[point.Point].Name}", 0, -1);
                cells.Add(cell, node);
                ports.Add(node);
                components.Add(point.Component);
            }

            probes[i] = probes[i] with { TakesHeat = !isShared };
            draft.Nodes[point.Point] = node;
        }

        ports.AddRange(plan.Films.Select(film => film.Node));
        components.AddRange(plan.Films.Select(film => film.Component));
        foreach (int owner in components.Where(owner => owner >= 0).Distinct())
        {
            ComponentDraft draft = _components[owner];
            if (draft.Builder.InsertionTime is not null)
            {
                _problems.Add("TW0518", where, $"'{draft.Description.Name}' can be pulled while the chassis runs, and a package cannot lose a part.", "Place it outside of the package, or take a kind that stays in its place.", draft.Description.Origin);
            }
        }

        PackageModel model = plan.Model with
        {
            Probes = probes,
            Blocks = [.. plan.Model.Blocks.Select(block => block with { NominalPowerW = UsualWPerM2 * block.Area.AreaM2 })],
        };
        (int maxima, int errors) = AddPackageSignals(plan);
        parts.Packages.Add(new PackageParts(plan with { Model = model }, [.. ports], [.. components], maxima, errors));

        int NodeOf(PackagePoint point) => _components[point.Component].Nodes[point.Point];
    }

    private (int Maxima, int Errors) AddPackageSignals(PackagePlan plan)
    {
        int blocks = plan.Blocks.Count;
        int maxima = AllocateEach("hottest", plan.Blocks.Select(NameOf), initial: description.Room.Celsius);
        int errors = AllocateEach("package-error", [.. plan.Blocks.Select(NameOf), .. plan.Blocks.Select(NameOf), .. plan.Probes.Select(NameOf)]);
        const string OfReduction = "Estimate of how far it may be from the temperature of all cells, because the package is reduced.";
        for (int i = 0; i < blocks; i++)
        {
            Show(plan.Blocks[i], "hottest-temperature", maxima + i, Dimensions.Temperature, "Temperature of the block's hottest cell.");
            Show(plan.Blocks[i], "temperature-error", errors + i, Dimensions.TemperatureDifference, OfReduction);
            Show(plan.Blocks[i], "hottest-temperature-error", errors + blocks + i, Dimensions.TemperatureDifference, OfReduction);
        }

        for (int i = 0; i < plan.Probes.Count; i++)
        {
            Show(plan.Probes[i], "temperature-error", errors + (2 * blocks) + i, Dimensions.TemperatureDifference, OfReduction);
        }

        return (maxima, errors);

        string NameOf(PackagePoint point) => $"{_components[point.Component].Path}/{_components[point.Component].Builder.Points[point.Point].Name}";

        void Show(PackagePoint point, string name, int word, Dimension dimension, string text)
        {
            ComponentDraft draft = _components[point.Component];
            _packageSignals.Add(new PackageSignal($"{draft.Path}/{draft.Builder.Points[point.Point].Name}", name, word, draft.Index, dimension, text));
        }
    }

    private static (int Layer, int Column, int Row) CellAt(PackageGrid grid, int layer, double xM, double yM) => (layer, grid.ColumnAt(xM), grid.RowAt(yM));

    private PackageCoupling Couple(PackageParts parts, SparsePattern pattern)
    {
        PackagePlan plan = parts.Plan;
        ReducedPackage package = parts.Reduced!;
        int state = Allocate($"package/{plan.Name}/{package.Fingerprint}", package.Order);
        double[] initial = new double[package.Order];
        package.SetUniform(initial, description.Room.Celsius);
        for (int i = 0; i < initial.Length; i++)
        {
            _words[state + i] = initial[i];
        }

        int estimator = Allocate($"package-estimate/{plan.Name}/{package.Fingerprint}", package.EstimatorStateCount);
        double[] remembered = new double[package.EstimatorStateCount];
        package.StartEstimate(remembered, new double[package.SourceCount], [.. Enumerable.Repeat(description.Room.Celsius, package.FaceCount)]);
        for (int i = 0; i < remembered.Length; i++)
        {
            _words[estimator + i] = remembered[i];
        }

        return new PackageCoupling
        {
            Path = $"{Instance}/{plan.Name}",
            Package = package,
            Step = package.Propagator(description.Schedule.BaseStep.Seconds),
            Settling = package.Propagator(Simulation.SettlingStepS),
            State = state,
            Ports = parts.Ports,
            PortComponents = parts.PortComponents,
            Entries = [.. parts.Ports.SelectMany(row => parts.Ports.Select(column => pattern.IndexOf(row, column)))],
            Maxima = parts.Maxima,
            Estimator = estimator,
            Errors = parts.Errors,
            ProbeViews = [.. Readings(parts)],
        };
    }

    private IEnumerable<(int Word, int Probe)> Readings(PackageParts parts)
    {
        for (int i = 0; i < parts.Plan.Probes.Count; i++)
        {
            PackagePoint point = parts.Plan.Probes[i];
            ComponentDraft draft = _components[point.Component];
            if (draft.Nodes[point.Point] < 0)
            {
                yield return (draft.Input(draft.Builder.Points[point.Point].Input), i);
            }
        }
    }

    // All of them, so that every package that cannot be reduced is told.
    private bool TryReduce(List<PackageParts> packages)
    {
        foreach (PackageParts parts in packages)
        {
            parts.Reduced = Kept(parts.Plan) ?? Reduce(parts.Plan);
        }

        return packages.TrueForAll(parts => parts.Reduced is not null);
    }

    // Of an earlier run, when it is the same package, cells and options to the bit.
    private ReducedPackage? Kept(PackagePlan plan)
    {
        string fingerprint = PackageFingerprint.Of(plan.Model, plan.Grid);
        string reason;
        try
        {
            using Stream? stream = store?.TryOpen(fingerprint);
            if (stream is null)
            {
                return null;
            }

            if (ReducedPackage.TryLoad(stream, fingerprint, out ReducedPackage? package, out reason))
            {
                return package;
            }
        }
        catch (IOException failure)
        {
            reason = failure.Message;
        }

        Tell($"{plan.Name}: the reduced package that was kept is not used: {reason}");
        return null;
    }

    // Built anew, which takes seconds.
    private ReducedPackage? Reduce(PackagePlan plan)
    {
        int cells = plan.Grid.Columns * plan.Grid.Rows * plan.Model.Layers.Count;
        string place = store is null ? string.Empty : $", once; kept in {store.Place}";
        progress?.Report(string.Create(CultureInfo.InvariantCulture, $"reducing {plan.Name} ({cells:N0} cells){place}"));
        try
        {
            long limit = (long)(ShareOfMemory * GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
            ReducedPackage package = PackageReduction.Build(new PackageSystem(plan.Model, plan.Grid, limit), new() { MemoryLimitBytes = limit });
            _log.Add(string.Create(CultureInfo.InvariantCulture, $"{plan.Name}: {cells:N0} cells reduced to {package.Order} modes."));
            if (store?.TrySave(package.Fingerprint, package.Save) is string failure)
            {
                Tell($"{plan.Name}: {failure}");
            }

            return package;
        }
        catch (Exception problem) when (problem is InvalidOperationException or InsufficientMemoryException or ArgumentException)
        {
            Origin? origin = description.Packages.First(package => package.Name == plan.Name).Origin;
            _problems.Add("TW0566", $"packages.{plan.Name}", $"The package cannot be reduced. {problem.Message}", "Give larger cells, or materials and films within what parts are made of.", origin);
            return null;
        }
    }

    private void Tell(string line)
    {
        _log.Add(line);
        progress?.Report(line);
    }
}
