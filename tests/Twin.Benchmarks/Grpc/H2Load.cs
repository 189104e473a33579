using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Twin.Benchmarks.Grpc;

/// <summary>Runs <c>h2load</c> (Debian: nghttp2-client) against a gRPC method.</summary>
internal static partial class H2Load
{
    /// <summary>How many calls are under way at a time.</summary>
    /// <param name="Connections">Connections.</param>
    /// <param name="CallsPerConnection">Calls on each.</param>
    public readonly record struct Concurrency(int Connections, int CallsPerConnection);

    /// <summary>Makes calls, each with an empty message.</summary>
    /// <param name="port">Port of the server.</param>
    /// <param name="path">Path of the method.</param>
    /// <param name="load">How many at a time.</param>
    /// <param name="requests">How many in all.</param>
    /// <returns>Calls each second.</returns>
    /// <exception cref="InvalidOperationException">It is not installed, or a call failed.</exception>
    public static async Task<double> RunAsync(int port, string path, Concurrency load, long requests)
    {
        string body = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(body, [0, 0, 0, 0, 0]).ConfigureAwait(false);
            string output = await RunAsync(
            [
                "--requests", requests.ToString(CultureInfo.InvariantCulture),
                "--clients", load.Connections.ToString(CultureInfo.InvariantCulture),
                "--max-concurrent-streams", load.CallsPerConnection.ToString(CultureInfo.InvariantCulture),
                "--data", body,
                "--header", "content-type: application/grpc",
                "--header", "te: trailers",
                $"http://127.0.0.1:{port}{path}",
            ]).ConfigureAwait(false);
            // It knows HTTP alone: whether the calls ended with OK is asked of the server afterwards.
            Match succeeded = Succeeded().Match(output);
            Match rate = Rate().Match(output);
            return rate.Success && succeeded.Success && Number(succeeded) == requests
                ? Number(rate)
                : throw new InvalidOperationException($"h2load did not make {requests} calls:\n{output}");
        }
        finally
        {
            File.Delete(body);
        }
    }

    private static async Task<string> RunAsync(string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("h2load", arguments) { RedirectStandardOutput = true })!;
            string output = await process.StandardOutput.ReadToEndAsync().ConfigureAwait(false);
            await process.WaitForExitAsync().ConfigureAwait(false);
            return output;
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException("h2load is not installed; on Debian it is in the package nghttp2-client.", exception);
        }
    }

    private static double Number(Match match) => double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"finished in [^,]*, ([0-9.]+) req/s")]
    private static partial Regex Rate();

    [GeneratedRegex(@"status codes: ([0-9]+) 2xx")]
    private static partial Regex Succeeded();
}
