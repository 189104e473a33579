using System.Diagnostics;

namespace Twin.Grpc.Transport.Tests.Clients;

/// <summary>Runs programs of other languages and takes what they print.</summary>
internal static class ClientProcess
{
    /// <summary>The protos that clients are given.</summary>
    public static string Protos { get; } = Path.Combine(AppContext.BaseDirectory, "proto");

    /// <summary>Runs a program to its end and returns what it printed; fails with its output if it ends with an error or not at all.</summary>
    public static async Task<string> CompleteAsync(string program, string[] arguments)
    {
        using Process process = Start(program, arguments);
        using var patience = new CancellationTokenSource(2 * TestServer.Patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} did not end; so far:\n{await output}\n{await errors}");
        }

        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} failed:\n{await output}\n{await errors}");
        return await output;
    }

    /// <summary>Whether a program can be started and ends well.</summary>
    public static bool Succeeds(string program, params string[] arguments)
    {
        try
        {
            using Process process = Start(program, arguments);
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>The lines <c>pass NAME</c> and <c>fail NAME: reason</c> of an output: what failed has its reason, what passed has none.</summary>
    public static IReadOnlyDictionary<string, string> Outcomes(string output)
    {
        var outcomes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("pass ", StringComparison.Ordinal))
                outcomes.Add(line[5..], "");
            else if (line.StartsWith("fail ", StringComparison.Ordinal) && line.IndexOf(": ", StringComparison.Ordinal) is > 0 and int end)
                outcomes.Add(line[5..end], line[(end + 2)..]);
        }

        return outcomes;
    }

    private static Process Start(string program, string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
