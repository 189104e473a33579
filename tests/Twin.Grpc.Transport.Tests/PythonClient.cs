using System.Diagnostics;

namespace Twin.Grpc.Transport.Tests;

/// <summary>Runs client scripts with Debian's Python and stubs made from our protos.</summary>
internal static class PythonClient
{
    private const string Packages = "python3-grpcio, python3-protobuf, protobuf-compiler and protobuf-compiler-grpc";
    private const string Plugin = "/usr/bin/grpc_python_plugin";
    private const string Protoc = "/usr/bin/protoc";

    // Debian's own: another interpreter on the path does not see Debian's packages.
    private const string Python = "/usr/bin/python3";

    /// <summary>A sentence that says what is missing and how to get it, or null.</summary>
    public static string? FindMissing()
    {
        string[] missing = [.. new[] { Python, Protoc, Plugin }.Where(path => !File.Exists(path))];
        if (missing.Length > 0)
            return $"This test needs {string.Join(" and ", missing)}: install the Debian packages {Packages}.";
        using Process probe = Start(Python, ["-c", "import grpc, google.protobuf"]);
        probe.WaitForExit();
        return probe.ExitCode == 0 ? null : $"This test needs grpcio for {Python}: install the Debian packages {Packages}.";
    }

    /// <summary>Runs a script of the python folder against a port and returns what it printed.</summary>
    public static async Task<string> RunAsync(string script, int port)
    {
        DirectoryInfo stubs = Directory.CreateTempSubdirectory("twin-stubs-");
        try
        {
            string protos = Path.Combine(AppContext.BaseDirectory, "proto");
            string[] files = [.. Directory.EnumerateFiles(protos, "*.proto", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(protos, file))];
            await CompleteAsync(Protoc, [
                "-I", protos, "--python_out=" + stubs.FullName, "--grpc_out=" + stubs.FullName, "--plugin=protoc-gen-grpc=" + Plugin, .. files]);
            return await CompleteAsync(
                Python, [Path.Combine(AppContext.BaseDirectory, "python", script), stubs.FullName, "127.0.0.1:" + port]);
        }
        finally
        {
            stubs.Delete(recursive: true);
        }
    }

    private static async Task<string> CompleteAsync(string program, string[] arguments)
    {
        using Process process = Start(program, arguments);
        using var patience = new CancellationTokenSource(TestServer.Patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} failed:\n{await output}\n{await errors}");
        return await output;
    }

    private static Process Start(string program, string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
