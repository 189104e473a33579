using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Twin.EndToEnd.Tests;

/// <summary>The built executable as a process, on loopback and with a limit of time; killed by its id at the end.</summary>
internal sealed class TwinProcess : IDisposable
{
    /// <summary>No run of these tests takes a tenth of it, even on a busy machine.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly List<(Func<string, bool> Wanted, TaskCompletionSource<string> Found)> _waiting = [];

    private TwinProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => Take(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Take(_error, line.Data);
    }

    /// <summary>What was printed on standard output so far.</summary>
    public string Output => Text(_output);

    /// <summary>What was printed on standard error so far, without what the first start on a machine says: that packages are reduced.</summary>
    public string Error => string.Concat(Text(_error).Split('\n').Where(line => !line.StartsWith("reducing ", StringComparison.Ordinal)).Select((line, i) => i == 0 ? line : '\n' + line));

    /// <summary>Number under which the system knows it.</summary>
    public int Id => _process.Id;

    /// <summary>Folder of the executable.</summary>
    public static string Folder { get; } = FindFolder();

    /// <summary>Starts <c>twin</c>.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Further variables of its environment.</param>
    public static TwinProcess Start(string[] arguments, params (string Name, string Value)[] environment)
    {
        // The program's own launcher looks for an installed runtime; the one that runs the tests is there for sure.
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(Folder, "twin.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("TWIN_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("OTEL_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        var twin = new TwinProcess(new Process { StartInfo = start });
        twin._process.Start();
        twin._process.BeginOutputReadLine();
        twin._process.BeginErrorReadLine();
        return twin;
    }

    /// <summary>Starts <c>twin</c> and waits for its end.</summary>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using TwinProcess twin = Start(arguments);
        int exitCode = await twin.WaitForExitAsync();
        return (exitCode, twin.Output, twin.Error);
    }

    /// <summary>Starts <c>twin run</c> on free ports and waits until it listens.</summary>
    /// <param name="arguments">Further arguments.</param>
    /// <param name="environment">Further variables of its environment.</param>
    public static async Task<(TwinProcess Process, Uri Grpc, Uri Http)> ServeAsync(string[] arguments, params (string Name, string Value)[] environment)
    {
        TwinProcess twin = Start(
            [
                "run",
                .. arguments.Contains("--grpc") ? Array.Empty<string>() : ["--grpc", "127.0.0.1:0"],
                .. arguments.Contains("--http") ? Array.Empty<string>() : ["--http", "127.0.0.1:0"],
                .. arguments,
            ],
            environment);
        try
        {
            await twin.WaitForLineAsync(line => line == "Ctrl-C ends it.");
            string[] lines = twin.Output.Split('\n');
            string grpc = lines.Single(line => line.StartsWith("  gRPC ", StringComparison.Ordinal))["  gRPC ".Length..].Trim();
            string metrics = lines.Single(line => line.StartsWith("  metrics ", StringComparison.Ordinal))["  metrics ".Length..].Trim();
            return (twin, new Uri(grpc.Contains("://", StringComparison.Ordinal) ? grpc : $"http://{grpc}"), new Uri(new Uri(metrics), "/"));
        }
        catch
        {
            twin.Dispose();
            throw;
        }
    }

    /// <summary>Sends a signal.</summary>
    /// <param name="signal">Its name without SIG.</param>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for the end of the process and of what it prints.</summary>
    public async Task<int> WaitForExitAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Waits for a line on either stream.</summary>
    /// <param name="wanted">Which line.</param>
    public async Task<string> WaitForLineAsync(Func<string, bool> wanted)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_waiting)
        {
            string? line = (Output + Error).Split('\n').FirstOrDefault(wanted);
            if (line is not null)
            {
                return line;
            }

            _waiting.Add((wanted, found));
        }

        Task first = await Task.WhenAny(found.Task, WaitForExitAsync());
        return first == found.Task || found.Task.IsCompleted
            ? await found.Task
            : throw new InvalidOperationException($"The twin ended before the line came.\n{Output}\n{Error}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static string Text(StringBuilder builder)
    {
        lock (builder)
        {
            return builder.ToString();
        }
    }

    // tests/Twin.EndToEnd.Tests/bin/CONFIGURATION/FRAMEWORK and the host's alike.
    private static string FindFolder()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string root = here.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(root, "src", "Twin.Host", "bin", here.Parent.Name, here.Name);
    }

    private void Take(StringBuilder builder, string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_waiting)
        {
            lock (builder)
            {
                builder.Append(line).Append('\n');
            }

            foreach ((_, TaskCompletionSource<string> found) in _waiting.Where(waiting => waiting.Wanted(line)))
            {
                found.TrySetResult(line);
            }
        }
    }
}
