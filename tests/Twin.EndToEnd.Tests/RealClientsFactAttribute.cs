using System.Diagnostics;

namespace Twin.EndToEnd.Tests;

/// <summary>A test with clients of other makers: Debian's Python with grpcio, and Prometheus. Without them it is skipped with the reason, unless TWIN_REQUIRE_ALL is 1.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealClientsFactAttribute : FactAttribute
{
    /// <summary>Debian's own Python, for which the package python3-grpcio is made.</summary>
    public const string Python = "/usr/bin/python3";

    private static readonly Lazy<string?> Missing = new(FindMissing);

    public RealClientsFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("TWIN_REQUIRE_ALL") != "1")
        {
            Skip = Missing.Value;
        }
    }

    private static string? FindMissing()
    {
        string[] programs = ["protoc", "grpc_python_plugin", "prometheus", "promtool", "openssl", "curl"];
        bool hasPrograms = programs.All(IsOnPath) && File.Exists(Python) && File.Exists("/usr/include/google/protobuf/descriptor.proto") && CanImportGrpc();
        return hasPrograms ? null : "Install the packages python3-grpcio, python3-protobuf, protobuf-compiler, protobuf-compiler-grpc, libprotobuf-dev, prometheus, openssl and curl (Debian) and run again.";
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static bool CanImportGrpc()
    {
        using Process? process = Process.Start(new ProcessStartInfo(Python, ["-c", "import grpc"]) { RedirectStandardError = true });
        process!.WaitForExit();
        return process.ExitCode == 0;
    }
}
