using System.Globalization;
using System.Net;
using Twin.Engine.Description;
using Twin.Units;

namespace Twin.Host.Setup;

/// <summary>What a command was asked for, read and checked.</summary>
internal sealed record TwinSettings
{
    private const double SlowestSpeed = 0.1;
    private const double FastestSpeed = 1000;

    // To go on takes some time more: 250 ms in all.
    private static readonly TimeSpan StandardHangLimit = TimeSpan.FromMilliseconds(150);

    // Below, the ticks of the scheduler would decide.
    private static readonly TimeSpan ShortestHangLimit = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ShortestBudget = TimeSpan.FromMicroseconds(1);
    private static readonly TimeSpan LongestLimit = TimeSpan.FromMinutes(10);
    private const int StandardOverruns = 100;
    private const int MostOverruns = 1_000_000;

    /// <summary>A shipped chassis or the path of a file.</summary>
    public required string ChassisName { get; init; }

    /// <summary>The workload asked for; null for the chassis file's.</summary>
    public string? WorkloadText { get; init; }

    /// <summary>Directory of plugin folders.</summary>
    public required string PluginDirectory { get; init; }

    /// <summary>Folder with the keys of the publishers whose plugins are loaded; null for those of anybody.</summary>
    public string? PluginKeyDirectory { get; init; }

    /// <summary>Directory of further plugin folders, from which plugins may be reloaded; null for none besides <see cref="PluginDirectory"/>.</summary>
    public string? PluginBuildDirectory { get; init; }

    /// <summary>Where a run starts; null for the chassis file's.</summary>
    public InitialCondition? Initial { get; init; }

    /// <summary>Seed; null for the chassis file's.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Simulated time to run; null for no end.</summary>
    public Duration? End { get; init; }

    /// <summary>Simulated seconds for each second; infinite for as fast as it can.</summary>
    public double Speed { get; init; }

    /// <summary>Where gRPC listens.</summary>
    public required IPEndPoint GrpcAddress { get; init; }

    /// <summary>Whether the service of gRPC's public interoperability tests is served beside the twin's.</summary>
    public bool ServesGrpcInterop { get; init; }

    /// <summary>Where HTTP listens.</summary>
    public required IPEndPoint HttpAddress { get; init; }

    /// <summary>Folder of snapshots; null to keep them in memory.</summary>
    public string? SnapshotFolder { get; init; }

    /// <summary>How long one call of a component may take; null for as long as it likes.</summary>
    public TimeSpan? HangLimit { get; init; }

    /// <summary>What a component may take of each step; null for as much as it likes, zero for the base step of the chassis.</summary>
    public TimeSpan? ComponentBudget { get; init; }

    /// <summary>Steps in a row over the budget that are too many.</summary>
    public int BudgetOverruns { get; init; }

    /// <summary>Reads settings; a wrong value is reported and replaced, so that all of them are found.</summary>
    /// <param name="configuration">The settings as texts.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static TwinSettings Read(IConfiguration configuration, ProblemReport problems) => new()
    {
        ChassisName = configuration["Chassis"] is { Length: > 0 } chassis ? chassis : "cpo-51t",
        WorkloadText = configuration["Workload"] is { Length: > 0 } workload ? workload : null,
        PluginDirectory = configuration["Plugins"] is { Length: > 0 } plugins ? plugins : Path.Combine(AppContext.BaseDirectory, "plugins"),
        PluginKeyDirectory = configuration["PluginKeys"] is { Length: > 0 } keys ? keys : null,
        PluginBuildDirectory = configuration["PluginBuilds"] is { Length: > 0 } builds ? builds : null,
        Initial = ReadInitial(configuration["Initial"], problems),
        Seed = ReadSeed(configuration["Seed"], problems),
        End = ReadDuration("--duration", configuration["Duration"], problems),
        Speed = ReadSpeed(configuration["Speed"], problems),
        GrpcAddress = ListenAddress.Read("--grpc", configuration["Grpc"], 50051, problems),
        HttpAddress = ListenAddress.Read("--http", configuration["Http"], 8080, problems),
        SnapshotFolder = configuration["Snapshots"] is { Length: > 0 } snapshots ? snapshots : null,
        HangLimit = ReadLimit("--hang-limit", configuration["HangLimit"], StandardHangLimit, ShortestHangLimit, problems),
        ComponentBudget = ReadLimit("--component-budget", configuration["ComponentBudget"], TimeSpan.Zero, ShortestBudget, problems),
        BudgetOverruns = ReadOverruns(configuration["BudgetOverruns"], problems),
    };

    /// <summary>Reads a span of simulated time above zero.</summary>
    /// <param name="flag">The flag, for messages.</param>
    /// <param name="text">The text; null or empty for none.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static Duration? ReadDuration(string flag, string? text, ProblemReport problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (!QuantityText.TryParse(text, out Duration duration, out string? problem))
        {
            problems.Add(flag, problem);
        }
        else if (duration <= Duration.Zero)
        {
            problems.Add(flag, $"'{text}' is not above zero.");
        }

        return duration;
    }

    private static InitialCondition? ReadInitial(string? text, ProblemReport problems)
    {
        switch (text)
        {
            case null or "":
                return null;
            case "steady":
                return InitialCondition.Steady;
            case "ambient":
                return InitialCondition.Ambient;
            default:
                problems.Add("--initial", $"'{text}' is neither 'steady' nor 'ambient'.");
                return null;
        }
    }

    private static TimeSpan? ReadLimit(string flag, string? text, TimeSpan standard, TimeSpan shortest, ProblemReport problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return standard;
        }

        if (text == "off")
        {
            return null;
        }

        if (!QuantityText.TryParse(text, out Duration limit, out string? problem))
        {
            problems.Add(flag, $"{problem} Or 'off'.");
            return standard;
        }

        var given = TimeSpan.FromSeconds(limit.Seconds);
        if (given < shortest || given > LongestLimit)
        {
            problems.Add(flag, string.Create(CultureInfo.InvariantCulture, $"'{text}' is out of range: {shortest.TotalMilliseconds} ms to {LongestLimit.TotalMinutes} min, or 'off'."));
        }

        return given;
    }

    private static int ReadOverruns(string? text, ProblemReport problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return StandardOverruns;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int overruns) || overruns is < 2 or > MostOverruns)
        {
            problems.Add("BudgetOverruns", $"'{text}' is not a whole number from 2 to {MostOverruns}.");
            return StandardOverruns;
        }

        return overruns;
    }

    private static ulong? ReadSeed(string? text, ProblemReport problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed))
        {
            problems.Add("--seed", $"'{text}' is not a whole number from 0 to {ulong.MaxValue}.");
        }

        return seed;
    }

    private static double ReadSpeed(string? text, ProblemReport problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return 1;
        }

        if (text == "max")
        {
            return double.PositiveInfinity;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double speed) && speed is >= SlowestSpeed and <= FastestSpeed)
        {
            return speed;
        }

        problems.Add("--speed", string.Create(CultureInfo.InvariantCulture, $"'{text}' is neither a number from {SlowestSpeed} to {FastestSpeed} nor 'max'."));
        return 1;
    }
}
