using Twin.Units;

namespace Twin.PluginTestKit;

/// <summary>How much a plugin is tried, and what is asked of it. The defaults suit a test that runs with every build.</summary>
public sealed record ConformanceOptions
{
    /// <summary>Name of the declarations beside <c>plugin.json</c>.</summary>
    public const string FileName = "conformance.json";

    /// <summary>The one kind to check; null for all.</summary>
    public string? Kind { get; init; }

    /// <summary>The one case to check, as a finding names it; null for all. Other cases keep their numbers.</summary>
    public int? Case { get; init; }

    /// <summary>Seed of parameters, spread and inputs. The same seed gives the same cases, on any machine.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Random parameter sets of each kind, after the default and the corners; 0 to 1,000,000.</summary>
    public int RandomCases { get; init; } = 32;

    /// <summary>Random sets of inputs in each case, after nominal, lowest, highest and dead; 0 to 10,000.</summary>
    public int RandomInputs { get; init; } = 12;

    /// <summary>Findings reported for each kind and check; how many there were beyond is said. At least 1.</summary>
    public int FindingsPerCheck { get; init; } = 5;

    /// <summary>Lowest temperature at nodes, mounts and fluids.</summary>
    public Temperature Coldest { get; init; } = Temperature.FromCelsius(-40);

    /// <summary>Highest temperature at nodes, mounts and fluids.</summary>
    public Temperature Hottest { get; init; } = Temperature.FromCelsius(125);

    /// <summary>
    /// Time that one call of a behaviour may take: half of the usual base step of 1 ms. Judged by the shortest of several repeats with the same state and inputs, so that a
    /// busy machine is not a finding. A kind may have another one in <see cref="FileName"/>.
    /// </summary>
    public Duration Budget { get; init; } = Duration.FromMicroseconds(500);

    /// <summary>Time without progress after which a call counts as one that does not return.</summary>
    public Duration Patience { get; init; } = Duration.FromSeconds(60);

    /// <summary>Text of declarations in place of the file <see cref="FileName"/> beside the plugin; null for that file.</summary>
    public string? Declarations { get; init; }

    /// <summary>Directory for the copies that plugins are loaded from; null for the user's own temporary one.</summary>
    public string? ShadowDirectory { get; init; }
}
