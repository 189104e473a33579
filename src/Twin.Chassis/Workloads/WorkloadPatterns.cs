using Twin.Chassis.Shapes;
using Twin.Engine.Workloads;
using Twin.Units;

namespace Twin.Chassis.Workloads;

/// <summary>The patterns, their keys and defaults.</summary>
/// <remarks>
/// Defaults are choices for a first look, not measurements: no source gives the figures of a particular job. What they keep is the shape that is
/// measured: traffic of a training job comes in bursts in step with its iterations (Luangsomboon et al., arXiv:2401.00329, find peak-to-mean ratios beyond
/// 60 over 5 ms), a ring loads all links alike, an all-to-all exchange sends half as much and more often (reference formulas S1 and S4).
/// </remarks>
internal static class WorkloadPatterns
{
    private static readonly QuantityShape Level = new(Dimensions.Ratio, "60 %", 0, 1);
    private static readonly QuantityShape Time = new(Dimensions.Duration, "400 ms", 1e-6, 1e8);
    private static readonly CountShape Seed = new(0, ulong.MaxValue);
    private static readonly Key Quiet = Key.Optional("quiet", Level, "0 %", "Level between bursts.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<WorkloadPattern> All { get; } =
    [
        new("idle", "No traffic.", new(), (name, _, _) => new IdleWorkload(name)),
        new("full", "All ports at their rate.", new(), (name, _, _) => new ConstantWorkload(name, 1)),
        new("constant", "All ports at one level.",
            new(Key.Required("level", Level, "The level.")),
            (name, map, _) => new ConstantWorkload(name, map.Get<double>("level"))),
        new("ramp", "From one level to another in a straight line, then held.",
            new(
                Key.Optional("from", Level, "0 %", "Level at the start."),
                Key.Optional("to", Level, "100 %", "Level at the end."),
                Key.Optional("start", new QuantityShape(Dimensions.Duration, "10 s", 0, 1e8), "0 s", "When it begins to move."),
                Key.Optional("duration", Time, "60 s", "How long it moves.")),
            (name, map, _) => new RampWorkload(name, map.Get<double>("from"), map.Get<double>("to"), map.Quantity<Duration>("start"), map.Quantity<Duration>("duration"))),
        new("all-reduce", "Data-parallel training: all ports compute, then reduce together.",
            new(
                Key.Optional("period", Time, "400 ms", "From one burst to the next."),
                Key.Optional("duty", Level, "60 %", "Share of the period that is communication."),
                Key.Optional("peak", Level, "95 %", "Level in a burst."),
                Quiet),
            (name, map, _) => new AllReduceWorkload(name, Timing(map), map.Get<double>("peak"), map.Get<double>("quiet"))),
        new("all-to-all", "Short exchanges of every rank with every other one, port after port.",
            new(
                Key.Optional("period", Time, "100 ms", "From one exchange to the next."),
                Key.Optional("duty", Level, "40 %", "Share of the period that is communication."),
                Key.Optional("stagger", Level, "30 %", "Share of the period over which the ports begin."),
                Key.Optional("peak", Level, "85 %", "Level in an exchange."),
                Quiet),
            (name, map, _) => new AllToAllWorkload(name, Timing(map), map.Get<double>("stagger"), map.Get<double>("peak"), map.Get<double>("quiet"))),
        MixtureOfExperts("mixture-of-experts"),
        MixtureOfExperts("moe"),
        new("random", "Levels drawn anew for each port and time slot.",
            new(
                Key.Optional("slot", Time, "10 ms", "How long a drawn level holds."),
                Key.Optional("low", Level, "0 %", "Least level."),
                Key.Optional("high", Level, "100 %", "Greatest level."),
                Key.Optional("seed", Seed, "1", "Seed of the draw.")),
            (name, map, binding) =>
            {
                if (map.Get<double>("low") > map.Get<double>("high"))
                {
                    binding.Problems.Add(ProblemCodes.Contradiction, MapShape.Join(map.Path, "low"), "'low' is above 'high'.", "Exchange them.", map.Find("low")!.Origin);
                    return null;
                }
                return new RandomWorkload(name, map.Quantity<Duration>("slot"), map.Get<double>("low"), map.Get<double>("high"), map.Get<ulong>("seed"));
            }),
        new("trace", "Levels from a CSV file.",
            new(
                Key.Required("file", new LineShape("the path of a CSV file"), "The file; in a chassis file relative to its folder."),
                Key.Optional("interpolation", new WordShape(("hold", false), ("linear", true)), "hold", "Whether a row holds until the next or straight lines join them."),
                Key.Optional("repeat", SwitchShape.Instance, "false", "Whether the trace begins again at its last time.")),
            (name, map, binding) => TraceFile.Read(name, map, binding)),
    ];

    /// <summary>Their words.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(pattern => pattern.Name)];

    /// <summary>The pattern of a word; null for an unknown one.</summary>
    public static WorkloadPattern? Find(string name) => All.FirstOrDefault(pattern => pattern.Name == name);

    private static WorkloadPattern MixtureOfExperts(string word) => new(word, "Uneven exchanges whose hot ports change.",
        new(
            Key.Optional("period", Time, "100 ms", "From one exchange to the next."),
            Key.Optional("duty", Level, "50 %", "Share of the period that is communication."),
            Key.Optional("hot", Level, "12.5 %", "Share of the ports whose experts are in demand."),
            Key.Optional("shift", Time, "2 s", "How long the same ports stay hot."),
            Key.Optional("peak", Level, "95 %", "Level of hot ports in an exchange."),
            Key.Optional("cold", Level, "35 %", "Level of the others in an exchange."),
            Quiet,
            Key.Optional("seed", Seed, "1", "Seed of the choice of hot ports.")),
        (name, map, _) => new MixtureOfExpertsWorkload(name, Timing(map), map.Get<double>("hot"), map.Quantity<Duration>("shift"),
            map.Get<double>("peak"), map.Get<double>("cold"), map.Get<double>("quiet"), map.Get<ulong>("seed")));

    private static BurstTiming Timing(MapReading map) => new(map.Quantity<Duration>("period"), map.Get<double>("duty"));
}
