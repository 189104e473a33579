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
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Limit);
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}.\n{await output}\n{await error}");
        return (await output, await error);
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
