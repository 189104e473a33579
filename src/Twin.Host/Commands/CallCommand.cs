using System.CommandLine;
using System.Runtime.InteropServices;
using Twin.Host.Calling;
using Twin.Host.Connecting;
using Twin.Host.Setup;
using Twin.Host.Solving;

namespace Twin.Host.Commands;

/// <summary><c>twin call</c>: lists, describes and calls the services of any gRPC server with reflection.</summary>
internal static class CallCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var connection = new ConnectionFlags();
        var method = new Argument<string?>("METHOD") { Description = "package.Service/Method, or the end of it as long as it is unique.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> data = PackageCommand.Flag("--data", "JSON|@FILE|-", "The request as JSON, a file of it, or standard input; one value after another where the client streams [default: all fields empty].");
        Option<string?> deadline = PackageCommand.Flag("--deadline", "TIME", "How long the call may take, in seconds or with a unit [default: no end].");
        Option<string?> most = PackageCommand.Flag("--max", "N", "Ends the call after N replies.");
        var defaults = new Option<bool>("--defaults") { Description = "Also shows fields that are zero or empty." };
        var compact = new Option<bool>("--compact") { Description = "Writes each reply on one line." };
        var command = new Command("call", "Calls a method of a gRPC server, twin or not, by what the server's reflection tells; or lists and describes what it serves.");
        command.Arguments.Add(method);
        foreach (Option option in new Option[] { data, deadline, most, defaults, compact })
        {
            command.Options.Add(option);
        }

        connection.AddTo(command);
        command.SetAction(parsed =>
        {
            var problems = new ProblemReport();
            if (parsed.GetValue(method) is null)
            {
                problems.Add("METHOD", "Which method? See: twin call list, twin call list SERVICE");
            }

            var settings = new CallSettings(
                parsed.GetValue(data),
                PackageSettings.ReadTime("--deadline", parsed.GetValue(deadline), problems) is { } seconds ? TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 2)) : null,
                CallSettings.ReadMaximum(parsed.GetValue(most), problems),
                parsed.GetValue(defaults),
                parsed.GetValue(compact));
            return RunAsync(parsed, session => session.CallAsync(parsed.GetValue(method)!, settings, Console.OpenStandardInput()), problems);
        });
        command.Subcommands.Add(BuildList(RunAsync));
        command.Subcommands.Add(BuildDescribe(RunAsync));
        return command;

        Task<int> RunAsync(ParseResult parsed, Func<CallSession, Task> action, ProblemReport problems) =>
            CallCommand.RunAsync(connection.Read(parsed, problems), action, problems);
    }

    private static Command BuildList(Func<ParseResult, Func<CallSession, Task>, ProblemReport, Task<int>> run)
    {
        var service = new Argument<string?>("SERVICE") { Description = "A service, to list its methods.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("list", "Lists the services, or the methods of one.");
        command.Arguments.Add(service);
        command.SetAction(parsed => run(parsed, session => session.ListAsync(parsed.GetValue(service)), new ProblemReport()));
        return command;
    }

    private static Command BuildDescribe(Func<ParseResult, Func<CallSession, Task>, ProblemReport, Task<int>> run)
    {
        var name = new Argument<string>("NAME") { Description = "A service, method, message or enum; the end of its name will do as long as it is unique." };
        var command = new Command("describe", "Writes what something is, much as its .proto file has it.");
        command.Arguments.Add(name);
        command.SetAction(parsed => run(parsed, session => session.DescribeAsync(parsed.GetValue(name)!), new ProblemReport()));
        return command;
    }

    private static async Task<int> RunAsync(ConnectionSettings connection, Func<CallSession, Task> action, ProblemReport problems)
    {
        if (problems.Any)
        {
            problems.Print();
            return ExitCode.BadInput;
        }

        using var interrupted = new CancellationTokenSource();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var session = new CallSession(connection, StandardOutput.Open(), interrupted.Token);
        try
        {
            await action(session).ConfigureAwait(false);
            return ExitCode.Success;
        }
        catch (CallException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return exception.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (IOException)
        {
            // Who reads the output has closed it: enough was seen.
            return ExitCode.Success;
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            interrupted.Cancel();
        }
    }
}
