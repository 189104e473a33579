using System.CommandLine;
using Twin.Host.Hosting;
using Twin.Host.Setup;

namespace Twin.Host.Commands;

/// <summary><c>twin run</c>: the twin in step with the clock, with its services.</summary>
internal static class RunCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        Flag[] flags =
        [
            CommonFlags.Chassis, CommonFlags.Workload, CommonFlags.Speed, CommonFlags.Duration("until Ctrl-C"), CommonFlags.Initial, CommonFlags.Seed,
            CommonFlags.Grpc, CommonFlags.Http, CommonFlags.Plugins,
        ];
        var command = new Command("run", "Runs a chassis in step with the clock and serves it over gRPC and HTTP.");
        foreach (Flag flag in flags)
        {
            command.Options.Add(flag.Option);
        }

        command.SetAction((parsed, _) => RunAsync(parsed, flags));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Flag[] flags)
    {
        var problems = new ProblemReport();
        var configuration = CommonFlags.Configure(parsed, flags, problems);
        TwinSettings settings = TwinSettings.Read(configuration, problems);
        TelemetrySettings telemetry = TelemetrySettings.Read(configuration, problems);
        ListenAddress.Probe("--grpc", settings.GrpcAddress, problems);
        ListenAddress.Probe("--http", settings.HttpAddress, problems);
        if (settings.GrpcAddress.Port != 0 && settings.GrpcAddress.Equals(settings.HttpAddress))
        {
            problems.Add("--http", $"{settings.HttpAddress} is also the address of --grpc; the two protocols need a port each.");
        }

        using LoadedChassis? loaded = ChassisLoader.Load(settings, problems);
        if (loaded is null)
        {
            problems.Print();
            return ExitCode.BadInput;
        }

        await using var application = TwinApplication.Build(settings, telemetry, loaded, configuration);
        return await application.RunAsync().ConfigureAwait(false);
    }
}
