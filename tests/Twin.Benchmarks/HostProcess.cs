using System.Diagnostics;
using System.Globalization;

namespace Twin.Benchmarks;

/// <summary>The built host as a process of its own, listening on loopback ports that the system chose.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);

    private readonly Process _process;

    private HostProcess(Process process, string grpc) => (_process, GrpcAddress) = (process, grpc);

    /// <summary>Path of the built host, beside this program in the tree and of the same configuration.</summary>
    public static string AssemblyPath
    {
        get
        {
            DirectoryInfo framework = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            string root = framework.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
            return Path.Combine(root, "src", "Twin.Host", "bin", framework.Parent.Name, framework.Name, "twin.dll");
        }
    }

    /// <summary>Where gRPC listens, as a URL.</summary>
    public string GrpcAddress { get; }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Starts <c>twin run</c> and waits until it listens.</summary>
    /// <param name="arguments">Further arguments.</param>
    /// <exception cref="InvalidOperationException">It ended instead; the text has what it printed.</exception>
    public static async Task<HostProcess> StartAsync(params string[] arguments)
    {
        const string line = "  gRPC ";
        Process process = Spawn([AssemblyPath, "run", "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0", .. arguments]);
        using var limit = new CancellationTokenSource(Longest);
        string? address = null;
        while (await process.StandardOutput.ReadLineAsync(limit.Token).ConfigureAwait(false) is string printed)
        {
            if (printed.StartsWith(line, StringComparison.Ordinal))
            {
                address = "http://" + printed[line.Length..].Trim();
            }

            if (printed == "Ctrl-C ends it." && address is not null)
            {
                // Both are read on: a full pipe would hold up the host's log, and with it the host.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return new HostProcess(process, address);
            }
        }

        throw new InvalidOperationException($"The host ended before it listened.{Environment.NewLine}{await process.StandardError.ReadToEndAsync(limit.Token).ConfigureAwait(false)}");
    }

    /// <summary>Starts a .NET program with its streams redirected.</summary>
    /// <param name="arguments">Its path and arguments.</param>
    public static Process Spawn(string[] arguments) => Process.Start(
        new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    /// <summary>Processor time of each thread so far, by thread id, as the Linux scheduler counts it.</summary>
    public Dictionary<int, (string Name, double Seconds)> ThreadTimes()
    {
        var times = new Dictionary<int, (string Name, double Seconds)>();
        foreach (string folder in Directory.GetDirectories($"/proc/{Id}/task"))
        {
            try
            {
                string name = File.ReadAllText(Path.Combine(folder, "comm")).Trim();
                string nanoseconds = File.ReadAllText(Path.Combine(folder, "schedstat")).Split(' ')[0];
                times[int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)] = (name, long.Parse(nanoseconds, CultureInfo.InvariantCulture) * 1e-9);
            }
            catch (IOException)
            {
                // The thread has ended meanwhile.
            }
        }

        return times;
    }

    /// <summary>Memory of the process in RAM, in bytes.</summary>
    public long ResidentBytes()
    {
        _process.Refresh();
        return _process.WorkingSet64;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
    }
}
