using System.Diagnostics;

namespace Twin.EndToEnd.Tests;

/// <summary>Runs the clients of <c>clients/</c> and other programs.</summary>
internal static class ClientPrograms
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(6);

    /// <summary>Root of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Path of a client.</summary>
    /// <param name="path">Path below <c>clients/</c>.</param>
    public static string Client(string path) => Path.Combine(Repository, "tests/Twin.EndToEnd.Tests/clients", path);

    /// <summary>Runs a program to its end and requires that all went well.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Further variables of its environment.</param>
    /// <returns>What it printed.</returns>
    public static async Task<(string Output, string Error)> RunAsync(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments);
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        (int exitCode, string output, string error) = await RunAsync(start, Limit);
        Assert.True(exitCode == 0, $"{program} ended with {exitCode}.\n{output}\n{error}");
        return (output, error);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="start">What to start; the streams are set here, and nothing is typed.</param>
    /// <param name="limit">After which it is ended, with all that it started.</param>
    /// <returns>How it ended, and what it printed.</returns>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(ProcessStartInfo start, TimeSpan limit)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError, start.RedirectStandardInput) = (true, true, true);
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        using var over = new CancellationTokenSource(limit);
        Task<string> output = process.StandardOutput.ReadToEndAsync(over.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(over.Token);
        try
        {
            await process.WaitForExitAsync(over.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output, await error);
    }

    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Twin.sln")))
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }
}
