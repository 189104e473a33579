using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;
using Twin.Host.Setup;
using Twin.Units;

namespace Twin.Host.Offline;

/// <summary>The command log of a run as a file: one JSON object a line, the first of which says what chassis it belongs to.</summary>
/// <remarks>
/// <code>
/// {"model":"cpo-51t","dictionary":"9c0f...","workload":"all-reduce"}
/// {"step":1200,"command":"override-actuator","path":"fan0/speed","value":1,"timeout_ns":10000000000}
/// </code>
/// Values are in SI, temperatures in degC. Commands of one step keep their order. The same chassis, seed and initial condition with the same log give the same bits.
/// </remarks>
internal static class CommandLogFile
{
    private const long LargestFile = 64 * 1024 * 1024;

    /// <summary>Writes a log.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="chassis">The chassis.</param>
    /// <param name="workload">Name of the workload that held at the start.</param>
    /// <param name="commands">The commands in order.</param>
    public static void Write(TextWriter text, CompiledChassis chassis, string workload, IEnumerable<LoggedCommand> commands)
    {
        text.WriteLine(Line(writer =>
        {
            writer.WriteString("model", chassis.Model);
            writer.WriteString("dictionary", Fingerprint(chassis));
            writer.WriteString("workload", workload);
        }));
        foreach (LoggedCommand logged in commands)
        {
            text.WriteLine(Line(writer => WriteCommand(writer, logged)));
        }
    }

    /// <summary>Reads a log.</summary>
    /// <param name="path">The file.</param>
    /// <param name="chassis">The chassis it must belong to.</param>
    /// <param name="problems">Receives every problem with its line.</param>
    /// <returns>The commands in order.</returns>
    public static List<LoggedCommand> Read(string path, CompiledChassis chassis, ProblemReport problems)
    {
        var commands = new List<LoggedCommand>();
        string[] lines;
        try
        {
            if (new FileInfo(path).Length > LargestFile)
            {
                problems.Add("--commands", $"'{path}' is larger than {LargestFile} bytes.");
                return commands;
            }

            lines = File.ReadAllLines(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add("--commands", $"'{path}' cannot be read: {exception.Message}");
            return commands;
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
                using JsonDocument document = JsonDocument.Parse(lines[i]);
                if (i == 0)
                {
                    CheckHeader(document.RootElement, chassis, where, problems);
                    continue;
                }

                LoggedCommand command = ReadCommand(document.RootElement);
                if (command.Step < last)
                {
                    problems.Add(where, $"step {command.Step} comes after step {last}; commands go by rising step.");
                }

                last = command.Step;
                commands.Add(command);
            }
            catch (Exception exception) when (exception is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
            {
                problems.Add(where, $"is no command: {exception.Message}");
            }
        }

        return commands;
    }

    private static string Fingerprint(CompiledChassis chassis) => chassis.DictionaryVersion.ToString("x16", CultureInfo.InvariantCulture);

    private static void CheckHeader(JsonElement header, CompiledChassis chassis, string where, ProblemReport problems)
    {
        string model = header.GetProperty("model").GetString() ?? string.Empty;
        if (model != chassis.Model)
        {
            problems.Add(where, $"the log belongs to '{model}', the chassis is '{chassis.Model}'.");
        }
        else if (header.GetProperty("dictionary").GetString() != Fingerprint(chassis))
        {
            problems.Add(where, $"the log belongs to another build of '{model}': its signals differ.");
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
            case TwinCommand.Restore:
                throw new NotSupportedException("A run that was restored cannot be written as a command log: the file has no place for the state.");
            default:
                throw new InvalidOperationException($"'{logged.Command.GetType().Name}' is not a command of the simulation.");
        }

        void Named(string name, string path)
        {
            writer.WriteString("command", name);
            writer.WriteString("path", path);
        }
    }

    private static LoggedCommand ReadCommand(JsonElement line)
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
            _ => throw new FormatException($"there is no command '{name}'."),
        };
        return new LoggedCommand(line.GetProperty("step").GetInt64(), command);

        double Value() => line.GetProperty("value").GetDouble();
    }
}
