using System.CommandLine;
using System.Runtime.InteropServices;
using Grpc.Core;
using Grpc.Net.Client;
using Twin.Host.Calling;
using Twin.Host.Connecting;
using Twin.Host.Setup;

namespace Twin.Host.Commands;

/// <summary>What the commands have in common that ask a running twin about its plugins.</summary>
internal static class PluginCalls
{
    private const int ShownHash = 12;

    /// <summary>Gives a command the flags of a client and what it does.</summary>
    /// <param name="command">The command.</param>
    /// <param name="action">What it does with the service; it writes its answer as lines.</param>
    public static void Make(Command command, Func<ParseResult, V1.PluginService.PluginServiceClient, CancellationToken, Task<IEnumerable<string>>> action)
    {
        var connection = new ConnectionFlags();
        connection.AddTo(command);
        command.SetAction(parsed =>
        {
            var problems = new ProblemReport();
            ConnectionSettings settings = connection.Read(parsed, problems);
            if (!problems.Any)
            {
                return RunAsync(settings, (client, cancellation) => action(parsed, client, cancellation));
            }

            problems.Print();
            return Task.FromResult(ExitCode.BadInput);
        });
    }

    /// <summary>An argument with the id of a plugin.</summary>
    public static Argument<string> Id => new("ID") { Description = "Id of a plugin, as 'twin plugin list' shows it." };

    /// <summary>A build for people.</summary>
    /// <param name="build">The build.</param>
    public static string TextOf(V1.PluginBuild build) => $"{build.Version} ({(build.ContentHash.Length > ShownHash ? build.ContentHash[..ShownHash] : build.ContentHash)})";

    private static async Task<int> RunAsync(ConnectionSettings connection, Func<V1.PluginService.PluginServiceClient, CancellationToken, Task<IEnumerable<string>>> action)
    {
        using var interrupted = new CancellationTokenSource();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using GrpcChannel channel = connection.OpenChannel();
        TextWriter output = StandardOutput.Open();
        try
        {
            foreach (string line in await action(new V1.PluginService.PluginServiceClient(connection.MakeInvoker(channel)), interrupted.Token).ConfigureAwait(false))
            {
                await output.WriteLineAsync(line).ConfigureAwait(false);
            }

            return ExitCode.Success;
        }
        catch (RpcException) when (interrupted.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable)
        {
            await Console.Error.WriteLineAsync($"{connection.Address.Authority}: {StatusText.OfUnreachable(exception.Status, "Is a twin running there?")}").ConfigureAwait(false);
            return ExitCode.Unreachable;
        }
        catch (RpcException exception)
        {
            await Console.Error.WriteLineAsync(StatusText.Of(exception.Status)).ConfigureAwait(false);
            return ExitCode.CallFailed;
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
