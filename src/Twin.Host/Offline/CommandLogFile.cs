using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Twin.Engine.Description;
using Twin.Engine.Running;
using Twin.Engine.Snapshots;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;
using Twin.Host.Setup;
using Twin.Host.Snapshots;
using Twin.Units;

namespace Twin.Host.Offline;

/// <summary>The command log of a run as a file: one JSON object a line, the first of which says what chassis it belongs to.</summary>
/// <remarks>
/// <code>
/// {"model":"cpo-51t","dictionary":"9c0f...","workload":"all-reduce","seed":1,"initial":"steady"}
/// {"step":1200,"command":"override-actuator","path":"fan0/speed","value":1,"timeout_ns":10000000000}
/// {"step":2400,"command":"restore","path":"before","to":1000,"state":"5f0c..."}
/// {"step":3600,"command":"reload","path":"cygnus.lamp","before":"cygnus.lamp 1.0 (9c0f...)","after":"cygnus.lamp 1.1 (a1b2...)"}
/// </code>
/// The state of a restore lies beside the log, in <c>LOG.snapshots/restored-STATE.twinsnap</c>, so that a log can be repeated when the snapshot is long deleted; or it is found by its
/// fingerprint in a folder of snapshots. After a restore the steps go on from that of its state.
/// A log that tells of a reload of plugins is refused: no single build does what the run did. Values are in SI, temperatures in degC. Commands of one step keep their order. The same chassis, seed and initial condition with the same log give the same bits.
/// </remarks>
internal static class CommandLogFile
{
    private const long LargestFile = 256 * 1024 * 1024;
    private const string Reload = "reload";

    /// <summary>The first line, which says what chassis the log belongs to.</summary>
    /// <param name="loaded">The chassis; its first workload held at the start.</param>
    public static string Header(LoadedChassis loaded) => Line(writer =>
    {
        writer.WriteString("model", loaded.Chassis.Model);
        writer.WriteString("dictionary", Fingerprint(loaded.Chassis));
        writer.WriteString("workload", loaded.Workloads[0].Name);
        writer.WriteNumber("seed", loaded.Description.Seed);
        writer.WriteString("initial", NameOf(loaded.Description.Initial));
    });

    /// <summary>The line of a command.</summary>
    /// <param name="logged">The command.</param>
    public static string Line(LoggedCommand logged) => Line(writer => WriteCommand(writer, logged));

    /// <summary>The folder of the states of restores.</summary>
    /// <param name="path">The log.</param>
    public static string StatesOf(string path) => path + ".snapshots";

    /// <summary>The name of a state in that folder.</summary>
    /// <param name="state">The state.</param>
    public static string NameOf(ChassisState state) => "restored-" + Hex(state.Hash());

    /// <summary>Reads a log.</summary>
    /// <param name="path">The file.</param>
    /// <param name="loaded">The chassis it must belong to.</param>
    /// <param name="snapshots">A folder in which states of restores are looked for that do not lie beside the log; null for none.</param>
    /// <param name="problems">Receives every problem with its line.</param>
    /// <param name="hint">Out: what was left out, a sentence; null when nothing was.</param>
    /// <returns>The commands in order.</returns>
    public static List<LoggedCommand> Read(string path, LoadedChassis loaded, string? snapshots, ProblemReport problems, out string? hint)
    {
        hint = null;
        CompiledChassis chassis = loaded.Model.Chassis;
        string[] folders = [.. new[] { StatesOf(path), snapshots }.OfType<string>().Where(Directory.Exists)];
        var commands = new List<LoggedCommand>();
        string[] lines;
        bool isTorn;
        try
        {
            if (new FileInfo(path).Length > LargestFile)
            {
                problems.Add("--commands", $"'{path}' is larger than {LargestFile} bytes.");
                return commands;
            }

            string text = File.ReadAllText(path);
            lines = text.ReplaceLineEndings("\n").Split('\n');
            isTorn = lines[^1].Length > 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add("--commands", $"'{path}' cannot be read: {exception.Message}");
            return commands;
        }

        if (lines.All(string.IsNullOrEmpty))
        {
            problems.Add("--commands", $"'{path}' is empty, without even the header of a command log. 'run --log' writes it at the start.");
        }

        long last = 0;
        for (int i = 0; i < lines.Length; i++)
        {
            string where = string.Create(CultureInfo.InvariantCulture, $"{path}:{i + 1}");
            if (lines[i].Length == 0)
            {
                continue;
            }

            try
            {
                if (isTorn && i == lines.Length - 1 && !IsJson(lines[i]))
                {
                    LeaveOut(where, isHeader: i == 0, problems, out hint);
                    break;
                }

                using JsonDocument document = JsonDocument.Parse(lines[i]);
                if (i == 0)
                {
                    CheckHeader(document.RootElement, loaded, where, problems);
                    continue;
                }

                if (document.RootElement.TryGetProperty("command", out JsonElement name) && name.ValueEquals(Reload))
                {
                    problems.Add(where, ReloadProblem(document.RootElement));
                    break;
                }

                LoggedCommand command = ReadCommand(document.RootElement, path => FindState(document.RootElement, path, folders, loaded));
                if (command.Step < last)
                {
                    problems.Add(where, $"step {command.Step} comes after step {last}; commands go by rising step.");
                }

                last = command.Command is TwinCommand.Restore restore ? restore.Snapshot.Step : command.Step;
                commands.Add(command);
            }
            catch (SnapshotException refusal)
            {
                problems.Add(where, refusal.Message);
                last = 0;
            }
            catch (Exception exception) when (exception is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
            {
                problems.Add(where, $"is no command: {exception.Message}");
            }
        }

        return commands;
    }

    // A line is written as a whole with its end. One without an end that is no JSON was under way when the run was killed; one by hand may lack its end and be good.
    private static void LeaveOut(string where, bool isHeader, ProblemReport problems, out string? hint)
    {
        hint = null;
        if (isHeader)
        {
            problems.Add(where, "the header of the command log is cut off: the run was ended before it had begun.");
            return;
        }

        hint = $"{where}: is cut off and left out: the run was ended while it was written. What came before is repeated.";
    }

    private static bool IsJson(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Hex(ulong hash) => hash.ToString("x16", CultureInfo.InvariantCulture);

    private static ChassisState FindState(JsonElement line, string name, string[] folders, LoadedChassis loaded)
    {
        string hash = line.GetProperty("state").GetString() ?? throw new FormatException("'state' is missing.");
        foreach (SnapshotFolder folder in folders.Select(folder => new SnapshotFolder(folder)))
        {
            if (folder.List().FirstOrDefault(entry => entry.Info is { } info && Hex(info.StateHash) == hash) is { } entry)
            {
                return folder.Read(entry.Name).ToState(loaded.Model, loaded.Workloads);
            }
        }

        string looked = folders.Length == 0 ? "there is no folder of states beside the log; name one with --snapshots" : $"looked for in {string.Join(", ", folders)}";
        throw new SnapshotException(SnapshotStatus.NotFound, $"The state {hash} of the snapshot '{name}' that was restored is not there: {looked}.");
    }

    // One run has the builds that it was started with: what follows cannot be repeated.
    private static string ReloadProblem(JsonElement line) => string.Create(
        CultureInfo.InvariantCulture,
        $"at step {line.GetProperty("step").GetInt64()} plugins were reloaded ({line.GetProperty("before").GetString()} gave way to {line.GetProperty("after").GetString()}): a run over several builds cannot be repeated from its log. Take this line and all after it out to repeat what was before, with the builds of then.");

#pragma warning disable CA1308 // As --initial takes it.
    private static string NameOf(InitialCondition initial) => initial.ToString().ToLowerInvariant();
#pragma warning restore CA1308

    private static string Fingerprint(CompiledChassis chassis) => Hex(chassis.DictionaryVersion);

    // Logs of before have neither seed nor initial condition.
    private static void CheckHeader(JsonElement header, LoadedChassis loaded, string where, ProblemReport problems)
    {
        CompiledChassis chassis = loaded.Chassis;
        string model = header.GetProperty("model").GetString() ?? string.Empty;
        if (model != chassis.Model)
        {
            problems.Add(where, $"the log belongs to '{model}', the chassis is '{chassis.Model}'.");
        }
        else if (header.GetProperty("dictionary").GetString() != Fingerprint(chassis))
        {
            problems.Add(where, $"the log belongs to another build of '{model}': its signals differ.");
        }

        if (header.TryGetProperty("seed", out JsonElement seed) && seed.GetUInt64() != loaded.Description.Seed)
        {
            problems.Add(where, string.Create(CultureInfo.InvariantCulture, $"the log belongs to a run with the seed {seed.GetUInt64()}, this one has {loaded.Description.Seed}: give --seed {seed.GetUInt64()}."));
        }

        if (header.TryGetProperty("initial", out JsonElement initial) && initial.GetString() != NameOf(loaded.Description.Initial))
        {
            problems.Add(where, $"the log belongs to a run with the initial condition '{initial.GetString()}', this one has '{NameOf(loaded.Description.Initial)}': give --initial {initial.GetString()}.");
        }
    }

    private static string Line(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void WriteCommand(Utf8JsonWriter writer, LoggedCommand logged)
    {
        writer.WriteNumber("step", logged.Step);
        switch (logged.Command)
        {
            case TwinCommand.SetParameter set:
                Named("set-parameter", set.Path);
                writer.WriteNumber("value", set.Value);
                break;
            case TwinCommand.OverrideActuator hold:
                Named("override-actuator", hold.Path);
                writer.WriteNumber("value", hold.Value);
                if (hold.TimeOut is Duration timeOut)
                {
                    writer.WriteNumber("timeout_ns", timeOut.Nanoseconds);
                }

                break;
            case TwinCommand.ReleaseActuator release:
                Named("release-actuator", release.Path);
                break;
            case TwinCommand.InjectFault inject:
                Named("inject-fault", inject.Path);
                writer.WriteNumber("value", inject.Severity);
                break;
            case TwinCommand.ClearFault clear:
                Named("clear-fault", clear.Path);
                break;
            case TwinCommand.ChooseWorkload choose:
                Named("choose-workload", choose.Name);
                break;
            case TwinCommand.EnablePort enable:
                Named("enable-port", enable.Path);
                writer.WriteBoolean("on", enable.Enabled);
                break;
            case TwinCommand.SetPresence presence:
                Named("set-presence", presence.Path);
                writer.WriteBoolean("on", presence.Present);
                break;
            case TwinCommand.ResetComponent reset:
                Named("reset-component", reset.Path);
                break;
            case TwinCommand.Quarantine quarantine:
                Named("quarantine-component", quarantine.Path);
                writer.WriteString("reason", quarantine.Reason);
                break;
            case TwinCommand.Restore restore:
                Named("restore", restore.Name);
                writer.WriteNumber("to", restore.Snapshot.Step);
                writer.WriteString("state", Hex(restore.Snapshot.Hash()));
                break;
            case TwinCommand.Reload reload:
                Named(Reload, string.Join(", ", reload.After.Select(build => build.Id)));
                writer.WriteString("before", string.Join(", ", reload.Before));
                writer.WriteString("after", string.Join(", ", reload.After));
                break;
            default:
                throw new InvalidOperationException($"'{logged.Command.GetType().Name}' is not a command of the simulation.");
        }

        void Named(string name, string path)
        {
            writer.WriteString("command", name);
            writer.WriteString("path", path);
        }
    }

    private static LoggedCommand ReadCommand(JsonElement line, Func<string, ChassisState> findState)
    {
        string path = line.GetProperty("path").GetString() ?? throw new FormatException("'path' is missing.");
        string name = line.GetProperty("command").GetString() ?? throw new FormatException("'command' is missing.");
        TwinCommand command = name switch
        {
            "set-parameter" => new TwinCommand.SetParameter(path, Value()),
            "override-actuator" => new TwinCommand.OverrideActuator(
                path, Value(), line.TryGetProperty("timeout_ns", out JsonElement timeOut) ? Duration.FromNanoseconds(timeOut.GetInt64()) : null),
            "release-actuator" => new TwinCommand.ReleaseActuator(path),
            "inject-fault" => new TwinCommand.InjectFault(path, Value()),
            "clear-fault" => new TwinCommand.ClearFault(path),
            "choose-workload" => new TwinCommand.ChooseWorkload(path),
            "enable-port" => new TwinCommand.EnablePort(path, line.GetProperty("on").GetBoolean()),
            "set-presence" => new TwinCommand.SetPresence(path, line.GetProperty("on").GetBoolean()),
            "reset-component" => new TwinCommand.ResetComponent(path),
            "quarantine-component" => new TwinCommand.Quarantine(path, line.GetProperty("reason").GetString() ?? throw new FormatException("'reason' is missing.")),
            "restore" => new TwinCommand.Restore(findState(path)) { Name = path },
            _ => throw new FormatException($"there is no command '{name}'."),
        };
        return new LoggedCommand(line.GetProperty("step").GetInt64(), command);

        double Value() => line.GetProperty("value").GetDouble();
    }
}
