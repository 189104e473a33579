using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Twin.Engine.Snapshots;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;
using Twin.Host.Offline;
using Twin.Host.Setup;
using Twin.Host.Snapshots;
using Twin.Units;

namespace Twin.Host.Commands;

/// <summary><c>twin simulate</c>: offline, as fast as it can; the same input gives the same output.</summary>
internal static class SimulateCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        Flag[] flags =
        [
            CommonFlags.Chassis, CommonFlags.Workload, CommonFlags.Duration("60 s"), CommonFlags.Initial, CommonFlags.Seed, CommonFlags.Plugins, CommonFlags.PluginKeys,
            CommonFlags.Snapshots,
        ];
        var from = new Option<string?>("--from") { HelpName = "FILE|NAME", Description = "Goes on from a snapshot: a file, or a name in the folder of --snapshots; the duration counts from there." };
        var signals = new Option<string?>("--signals") { HelpName = "GLOB[,GLOB]", Description = "Signals to record as CSV, such as 'oe*/**/temperature' [default with --out: those of the chassis itself]." };
        var every = new Option<string?>("--every") { HelpName = "TIME", Description = "Simulated time between two rows [default: 100ms]." };
        var output = new Option<string?>("--out") { HelpName = "FILE", Description = "Where the CSV goes [default with --signals: standard output]." };
        var commands = new Option<string?>("--commands") { HelpName = "FILE", Description = "Applies the commands of a log that 'run --log' wrote, each before its step." };
        var hash = new Option<bool>("--hash") { Description = "Prints the fingerprint of the final state." };
        var report = new Option<bool>("--report") { Description = "Prints the energy flow, temperatures and margins; also when nothing else is asked for." };
        var timing = new Option<bool>("--timing") { Description = "Prints what a step spends in the calls of each kind of part: mean, 99th percentile, longest, share." };
        var command = new Command("simulate", "Simulates offline, as fast as it can, and records, fingerprints or reports.");
        foreach (Option option in flags.Select(flag => flag.Option).Concat<Option>([from, signals, every, output, commands, hash, report, timing]))
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed =>
        {
            var problems = new ProblemReport();
            IConfiguration configuration = CommonFlags.Configure(parsed, flags, problems);
            TwinSettings settings = TwinSettings.Read(configuration, problems);
            var recording = new RecordingRequest(
                parsed.GetValue(signals), parsed.GetValue(output), TwinSettings.ReadDuration("--every", parsed.GetValue(every), problems) ?? Duration.FromMilliseconds(100));
            try
            {
                return Run(settings, recording, parsed.GetValue(from), parsed.GetValue(commands), parsed.GetValue(hash), parsed.GetValue(report), parsed.GetValue(timing), problems);
            }
            catch (IOException exception) when (!recording.IsStandardOutput)
            {
                // A full disk, or a pipe whose reader has gone.
                Console.Error.WriteLine($"--out: '{recording.File}' cannot be written any more: {exception.Message}. It is not whole.");
                return ExitCode.BadInput;
            }
        });
        return command;
    }

    private static ChassisState? ReadSnapshot(string text, string? folder, LoadedChassis loaded, ProblemReport problems)
    {
        try
        {
            if (folder is not null && Directory.Exists(folder) && SnapshotName.Problem(text) is null && !File.Exists(text))
            {
                return new SnapshotFolder(folder).Read(text).ToState(loaded.Model, loaded.Workloads);
            }

            if (SnapshotFolder.TryRead(text, out string? problem) is { } snapshot)
            {
                return snapshot.ToState(loaded.Model, loaded.Workloads);
            }

            problems.Add("--from", problem!);
        }
        catch (SnapshotException refusal)
        {
            problems.Add("--from", refusal.Message);
        }

        return null;
    }

    private static int Run(TwinSettings settings, RecordingRequest recording, string? snapshot, string? commandFile, bool prints, bool reports, bool times, ProblemReport problems)
    {
        using LoadedChassis? loaded = ChassisLoader.Load(settings, problems);
        IReadOnlyList<SignalInfo> signals = loaded is null ? [] : recording.Select(loaded.Model.Chassis, problems);
        string? hint = null;
        List<LoggedCommand> commands = loaded is null || commandFile is null ? [] : CommandLogFile.Read(commandFile, loaded, settings.SnapshotFolder, problems, out hint);
        ChassisState? start = loaded is null || snapshot is null ? null : ReadSnapshot(snapshot, settings.SnapshotFolder, loaded, problems);
        using TextWriter? csv = loaded is null || problems.Any ? null : recording.Open([settings.ChassisName, commandFile, snapshot], problems);
        if (loaded is null || problems.Any)
        {
            problems.Print();
            return ExitCode.BadInput;
        }

        if (hint is not null)
        {
            Console.Error.WriteLine(hint);
        }

        bool isInterrupted = false;
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var run = new OfflineRun(loaded, settings.End ?? Duration.FromSeconds(60), commands, start);
        CsvRecorder? recorder = csv is null ? null : new CsvRecorder(csv, signals, recording.Every);
        EnergyReport? report = reports || (csv is null && !prints && !times) ? new EnergyReport(loaded.Model.Chassis) : null;
        TimingReport? timing = times ? new TimingReport(loaded.Model.Chassis) : null;
        run.Go(recorder, report, timing, () => Volatile.Read(ref isInterrupted));

        // Rows on standard output stay alone there.
        TextWriter text = recording.IsStandardOutput ? Console.Error : Console.Out;
        ChassisState state = run.State;
        if (prints)
        {
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"hash {state.Hash():x16} step {state.Step}"));
        }

        foreach (string problem in run.StartProblems)
        {
            Console.Error.WriteLine(problem);
        }

        foreach (string refused in run.Refused)
        {
            Console.Error.WriteLine(refused);
        }

        report?.Write(text, run);
        if (report is not null && timing is not null)
        {
            text.WriteLine();
        }

        timing?.Write(text);
        foreach (string component in run.Quarantined)
        {
            Console.Error.WriteLine($"quarantined {component}");
        }

        if (Volatile.Read(ref isInterrupted))
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"interrupted after {state.Time.Seconds} s of simulated time"));
            return ExitCode.Interrupted;
        }

        return ExitCode.Success;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            Volatile.Write(ref isInterrupted, true);
        }
    }
}
