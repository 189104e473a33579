using System.CommandLine;
using System.Globalization;
using System.Net;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Host.Hosting;
using Twin.Host.Offline;
using Twin.Host.Securing;
using Twin.Host.Setup;
using Twin.Host.Snapshots;

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
            CommonFlags.Grpc, CommonFlags.Http, CommonFlags.Plugins, CommonFlags.PluginKeys, CommonFlags.Snapshots, CommonFlags.HangLimit, CommonFlags.ComponentBudget, CommonFlags.Otlp, CommonFlags.OtlpProtocol, .. SecurityFlags.All,
        ];
        var log = new Option<string?>("--log") { HelpName = "FILE", Description = "Writes the commands as they take effect; from it 'simulate --commands' repeats the run." };
        var interop = new Option<bool>("--grpc-interop") { Description = "Also serves gRPC's public interoperability tests (grpc.testing.TestService)." };
        var command = new Command("run", "Runs a chassis in step with the clock and serves it over gRPC and HTTP.");
        foreach (Flag flag in flags)
        {
            command.Options.Add(flag.Option);
        }

        command.Options.Add(log);
        command.Options.Add(interop);
        command.SetAction((parsed, _) => RunAsync(parsed, flags, parsed.GetValue(log), parsed.GetValue(interop)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Flag[] flags, string? log, bool interop)
    {
        var problems = new ProblemReport();
        var configuration = CommonFlags.Configure(parsed, flags, problems);
        TwinSettings settings = TwinSettings.Read(configuration, problems) with { ServesGrpcInterop = interop };
        TelemetrySettings telemetry = TelemetrySettings.Read(configuration, problems);
        (string Flag, IPEndPoint Address)[] listeners = [("--grpc", settings.GrpcAddress), ("--http", settings.HttpAddress)];
        int before = problems.Lines.Count;
        SecuritySettings security = SecuritySettings.Read(configuration, listeners, problems);
        // Whether an address is free says nothing new about one that is not allowed.
        foreach ((string flag, IPEndPoint address) in problems.Lines.Count == before ? listeners : [])
        {
            ListenAddress.Probe(flag, address, problems);
        }

        if (settings.GrpcAddress.Port != 0 && settings.GrpcAddress.Equals(settings.HttpAddress))
        {
            problems.Add("--http", $"{settings.HttpAddress} is also the address of --grpc; the two protocols need a port each.");
        }

        if (settings.SnapshotFolder is { } folder && SnapshotFolder.TryMake(folder) is { } trouble)
        {
            problems.Add("--snapshots", trouble);
        }

        using LoadedChassis? loaded = ChassisLoader.Load(settings, problems);
        await using CommandLogWriter? logged = log is null || loaded is null || problems.Any ? null : CommandLogWriter.Open(log, loaded, problems);
        if (loaded is null || problems.Any)
        {
            problems.Print();
            return ExitCode.BadInput;
        }

        await using var application = TwinApplication.Build(settings, security, telemetry, loaded, configuration);
        TwinRunner runner = application.Runner;
        logged?.Begin(runner.CommandLog);
        int exitCode = await application.RunAsync().ConfigureAwait(false);
        if (logged is not null)
        {
            IReadOnlyList<string> lacks = await logged.EndAsync().ConfigureAwait(false);
            if (runner.UnloggedCommands > 0)
            {
                await StandardError.TryWriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"--log: {runner.UnloggedCommands} commands that took effect are not in '{log}', which holds {Simulation.MaximumLoggedCommands} commands, {Simulation.MaximumLoggedSnapshots} restores among them: it does not repeat the run.")).ConfigureAwait(false);
            }

            foreach (string lack in lacks)
            {
                await StandardError.TryWriteLineAsync($"--log: {lack}").ConfigureAwait(false);
            }

            if (lacks.Count > 0)
            {
                return ExitCode.BadInput;
            }

            (ulong hash, long step) = runner.Fingerprint;
            await StandardOutput.TryWriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{logged.Written} commands in {log}; hash {hash:x16} step {step}")).ConfigureAwait(false);
        }

        return exitCode;
    }
}
