using System.Globalization;
using Twin.Engine.Stepping;
using Twin.Physics.LinearAlgebra;
using Twin.Physics.Thermal.Packages;
using Twin.Units;

namespace Twin.Engine.Compiling;

internal sealed partial class ChassisCompilation
{
    /// <summary>A package among the nodes: its ports are the nodes of blocks and coupled probes, then the nodes that its faces touch.</summary>
    private sealed record PackageParts(PackagePlan Plan, int[] Ports, int[] SourceComponents);

    // A block is a node without a capacity of its own: the package holds the heat, and answers at the node with its reduced model.
    private void AddPackage(ThermalParts parts, PackagePlan plan)
    {
        string where = $"packages.{plan.Name}";
        var ports = new List<int>();
        var components = new List<int>();
        for (int i = 0; i < plan.Blocks.Count; i++)
        {
            AddSource(plan.Blocks[i]);
        }

        for (int i = 0; i < plan.Probes.Count; i++)
        {
            if (plan.Model.Probes[i].TakesHeat)
            {
                AddSource(plan.Probes[i]);
            }
        }

        foreach (int owner in components.Concat(plan.Films.Select(film => film.Component)).Where(owner => owner >= 0).Distinct())
        {
            ComponentDraft draft = _components[owner];
            if (draft.Builder.InsertionTime is not null)
            {
                _problems.Add("TW0518", where, $"'{draft.Description.Name}' can be pulled while the chassis runs, and a package cannot lose a part.", "Place it outside of the package, or take a kind that stays in its place.", draft.Description.Origin);
            }
        }

        ports.AddRange(plan.Films.Select(film => film.Node));
        parts.Packages.Add(new PackageParts(plan, [.. ports], [.. components]));

        void AddSource(PackagePoint point)
        {
            ports.Add(_components[point.Component].Nodes[point.Point]);
            components.Add(point.Component);
        }
    }

    private PackageCoupling Couple(PackageParts parts, SparsePattern pattern)
    {
        PackagePlan plan = parts.Plan;
        ReducedPackage package = Reduce(plan);
        int state = Allocate(package.Order);
        double[] initial = new double[package.Order];
        package.SetUniform(initial, description.Room.Celsius);
        for (int i = 0; i < initial.Length; i++)
        {
            _words[state + i] = initial[i];
        }

        int maxima = Allocate(package.BlockCount, description.Room.Celsius);
        for (int i = 0; i < plan.Blocks.Count; i++)
        {
            ComponentDraft draft = _components[plan.Blocks[i].Component];
            string element = $"{draft.Path}/{draft.Builder.Points[plan.Blocks[i].Point].Name}";
            _packageSignals.Add((element, "hottest-temperature", maxima + i, draft.Index, "Temperature of the block's hottest cell."));
        }

        return new PackageCoupling
        {
            Path = $"{Instance}/{plan.Name}",
            Package = package,
            Step = package.Propagator(description.Schedule.BaseStep.Seconds),
            Settling = package.Propagator(Simulation.SettlingStepS),
            State = state,
            Ports = parts.Ports,
            SourceComponents = parts.SourceComponents,
            Entries = [.. parts.Ports.SelectMany(row => parts.Ports.Select(column => pattern.IndexOf(row, column)))],
            Maxima = maxima,
            ProbeViews = [.. Readings(parts)],
        };
    }

    private IEnumerable<(int Word, int Probe)> Readings(PackageParts parts)
    {
        for (int i = 0; i < parts.Plan.Probes.Count; i++)
        {
            PackagePoint point = parts.Plan.Probes[i];
            if (!parts.Plan.Model.Probes[i].TakesHeat)
            {
                ComponentDraft draft = _components[point.Component];
                yield return (draft.Input(draft.Builder.Points[point.Point].Input), i);
            }
        }
    }

    // Kept from an earlier run when it is the same package, cells and options to the bit; else built, which takes seconds.
    private ReducedPackage Reduce(PackagePlan plan)
    {
        string fingerprint = PackageFingerprint.Of(plan.Model, plan.Grid, PackageReductionOptions.Default);
        using (Stream? kept = store?.TryOpen(fingerprint))
        {
            if (kept is not null && ReducedPackage.TryLoad(kept, fingerprint, out ReducedPackage? loaded, out string? reason))
            {
                return loaded;
            }
        }

        ReducedPackage package = PackageReduction.Build(plan.Model, plan.Grid, PackageReductionOptions.Default);
        int cells = plan.Grid.Columns * plan.Grid.Rows * plan.Model.Layers.Count;
        _log.Add(string.Create(CultureInfo.InvariantCulture, $"{plan.Name}: {cells:N0} cells reduced to {package.Order} modes."));
        if (store?.TrySave(fingerprint, package.Save) is string failure)
        {
            _log.Add($"{plan.Name}: {failure}");
        }

        return package;
    }
}
