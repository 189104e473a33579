using System.CommandLine;
using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client;
using Twin.Host.Calling;
using Twin.Host.Connecting;
using Twin.Host.Setup;
using Twin.Host.Watching;

namespace Twin.Host.Commands;

/// <summary><c>twin watch</c>: a full-screen view of a running twin.</summary>
internal static class WatchCommand
{
    private static readonly TimeSpan OnceLimit = TimeSpan.FromSeconds(20);

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var connection = new ConnectionFlags();
        var once = new Option<bool>("--once") { Description = "Prints one picture as text and ends; needs no terminal." };
        Option<string?> size = PackageCommand.Flag("--size", "WIDTHxHEIGHT", "Size of that picture [default: 80x24].");
        var ascii = new Option<bool>("--ascii") { Description = "Draws with ASCII alone [default: when the locale is not UTF-8]." };
        var command = new Command("watch", "Shows a running twin on the whole terminal: health, temperatures, powers, lanes, events; keys to pause, to change speed and workload, to inject faults.");
        foreach (Option option in new Option[] { once, size, ascii })
        {
            command.Options.Add(option);
        }

        connection.AddTo(command);
        command.SetAction(parsed =>
        {
            var problems = new ProblemReport();
            ConnectionSettings settings = connection.Read(parsed, problems);
            (int width, int height) = ReadSize(parsed.GetValue(size), problems);
            bool isOnce = parsed.GetValue(once);
            if (!isOnce && (Console.IsOutputRedirected || Console.IsInputRedirected))
            {
                problems.Add("watch", $"Standard {(Console.IsOutputRedirected ? "output" : "input")} is not a terminal; --once prints one picture as text.");
            }
            else if (!isOnce && !OperatingSystem.IsWindows() && Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb")
            {
                problems.Add("watch", "The terminal cannot be drawn on: TERM is not set, or 'dumb'. --once prints one picture as text.");
            }

            if (!isOnce && parsed.GetValue(size) is not null)
            {
                problems.Add("--size", "is for --once; a terminal has its own size.");
            }

            return RunAsync(settings, isOnce ? (width, height) : null, parsed.GetValue(ascii), problems);
        });
        return command;
    }

    /// <summary>Reads the size of a picture.</summary>
    /// <param name="text">Columns, x, rows; null for the least.</param>
    /// <param name="problems">Receives what is wrong.</param>
    internal static (int Width, int Height) ReadSize(string? text, ProblemReport problems)
    {
        const int Most = 1000;
        string[] parts = (text ?? "80x24").Split('x');
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int width) && width is >= WatchView.LeastWidth and <= Most
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int height) && height is >= WatchView.LeastHeight and <= Most)
        {
            return (width, height);
        }

        problems.Add("--size", $"'{text}' is not a size such as 120x40, from {WatchView.LeastWidth}x{WatchView.LeastHeight} to {Most}x{Most}.");
        return (WatchView.LeastWidth, WatchView.LeastHeight);
    }

    private static async Task<int> RunAsync(ConnectionSettings connection, (int Width, int Height)? picture, bool isAscii, ProblemReport problems)
    {
        if (problems.Any)
        {
            problems.Print();
            return ExitCode.BadInput;
        }

        using GrpcChannel channel = connection.OpenChannel();
        string address = connection.Address.Authority;
        bool hasColour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var session = new WatchSession(connection.MakeInvoker(channel), address, GlyphSet.For(isAscii, Environment.GetEnvironmentVariable), hasColour);
        if (picture is not { } size)
        {
            await session.RunAsync().ConfigureAwait(false);
            return ExitCode.Success;
        }

        using var limit = new CancellationTokenSource(OnceLimit);
        try
        {
            await Console.Out.WriteAsync(await session.TakeAsync(size.Width, size.Height, limit.Token).ConfigureAwait(false)).ConfigureAwait(false);
            return ExitCode.Success;
        }
        catch (RpcException exception)
        {
            await Console.Error.WriteLineAsync($"{address}: {StatusText.OfUnreachable(exception.Status, "Is a twin running there?")}").ConfigureAwait(false);
            return ExitCode.Unreachable;
        }
    }
}
