using System.CommandLine;
using Twin.Host.Setup;

namespace Twin.Host.Commands;

/// <summary>Flags whose values may also come from <c>appsettings.json</c> and the environment.</summary>
/// <remarks>All are texts here: whatever the source, a value is read by the same code with the same messages.</remarks>
internal static class CommonFlags
{
    /// <summary><c>--chassis</c>.</summary>
    public static Flag Chassis => new("Chassis", "--chassis", "NAME|FILE", "A shipped chassis (see 'twin chassis list') or a chassis file [default: cpo-51t].");

    /// <summary><c>--workload</c>.</summary>
    public static Flag Workload => new("Workload", "--workload", "TEXT", "Traffic: a name or a text such as 'all-reduce: period 400 ms' [default: the file's choice, else all-reduce].");

    /// <summary><c>--plugins</c>.</summary>
    public static Flag Plugins => new("Plugins", "--plugins", "DIR", "Directory of plugin folders [default: 'plugins' beside the program].");

    /// <summary><c>--plugin-keys</c>.</summary>
    public static Flag PluginKeys => new("PluginKeys", "--plugin-keys", "DIR", "Public keys (*.pem) of the publishers whose signed plugins are loaded, and no others; see 'twin plugin' [default: plugins of anybody].");

    /// <summary><c>--initial</c>.</summary>
    public static Flag Initial => new("Initial", "--initial", "steady|ambient", "Start settled, or cold with the power just switched on [default: the file's choice].");

    /// <summary><c>--seed</c>.</summary>
    public static Flag Seed => new("Seed", "--seed", "N", "Seed of the spread between parts and of noise [default: the file's].");

    /// <summary><c>--duration</c>.</summary>
    public static Flag Duration(string standard) => new("Duration", "--duration", "TIME", $"Simulated time, such as 60s or '2 min' [default: {standard}].");

    /// <summary><c>--speed</c>.</summary>
    public static Flag Speed => new("Speed", "--speed", "NUMBER|max", "Simulated seconds for each second, 0.1 to 1000, or max [default: 1].");

    /// <summary><c>--grpc</c>.</summary>
    public static Flag Grpc => new("Grpc", "--grpc", "ADDRESS", "Where gRPC listens; port 0 takes a free one [default: 127.0.0.1:50051].");

    /// <summary><c>--http</c>.</summary>
    public static Flag Http => new("Http", "--http", "ADDRESS", "Where /metrics and /healthz listen; port 0 takes a free one [default: 127.0.0.1:8080].");

    /// <summary><c>--snapshots</c>.</summary>
    public static Flag Snapshots => new("Snapshots", "--snapshots", "DIR", "Folder that snapshots are kept in [default: in memory, until the end].");

    /// <summary><c>--hang-limit</c>.</summary>
    public static Flag HangLimit => new("HangLimit", "--hang-limit", "TIME|off", "How long one call of a component may take before its thread is given up and the twin goes on without it [default: 150 ms].");

    /// <summary><c>--component-budget</c>.</summary>
    public static Flag ComponentBudget => new("ComponentBudget", "--component-budget", "TIME|off", "What a component may take of each step; over it in 100 steps in a row, it is quarantined [default: the chassis' base step].");

    /// <summary><c>--otlp</c>.</summary>
    public static Flag Otlp => new("Telemetry:OtlpEndpoint", "--otlp", "ADDRESS", "Where metrics, traces and logs are sent by OTLP, such as http://127.0.0.1:4317 [default: OTEL_EXPORTER_OTLP_ENDPOINT, else nowhere].");

    /// <summary><c>--otlp-protocol</c>.</summary>
    public static Flag OtlpProtocol => new("Telemetry:OtlpProtocol", "--otlp-protocol", "grpc|http/protobuf", "Protocol of --otlp [default: OTEL_EXPORTER_OTLP_PROTOCOL, else grpc].");

    /// <summary>The settings of a command line: the file beside the program, over it the environment, over it the flags given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="flags">The flags of its command.</param>
    /// <param name="problems">Receives what is wrong with the settings file.</param>
    public static IConfiguration Configure(ParseResult parsed, IEnumerable<Flag> flags, ProblemReport problems)
    {
        var given = flags
            .Where(flag => flag.ValueIn(parsed) is not null)
            .Select(flag => KeyValuePair.Create(flag.Key, flag.ValueIn(parsed)));
        string file = Path.Combine(AppContext.BaseDirectory, "appsettings.json");
        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(file, optional: true, reloadOnChange: false)
                .AddEnvironmentVariables("TWIN_")
                .AddInMemoryCollection(given)
                .Build();
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            problems.Add(file, $"The settings cannot be read: {(exception.InnerException ?? exception).Message}");
            return new ConfigurationBuilder().AddInMemoryCollection(given).Build();
        }
    }
}
