using System.Diagnostics;

namespace Twin.Telemetry.Tests;

/// <summary>A test that needs the OpenMetrics parser of Debian's python3-prometheus-client; skipped without it unless TWIN_REQUIRE_ALL is 1.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    /// <summary>Debian's own Python, for which the package is made.</summary>
    public const string Python = "/usr/bin/python3";

    private static readonly Lazy<bool> HasParser = new(FindParser);

    public PythonFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("TWIN_REQUIRE_ALL") != "1" && !HasParser.Value)
        {
            Skip = "Install the package python3-prometheus-client (Debian) and run again.";
        }
    }

    private static bool FindParser()
    {
        if (!File.Exists(Python))
        {
            return false;
        }

        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", "import prometheus_client.openmetrics.parser"]) { RedirectStandardError = true });
        process!.WaitForExit();
        return process.ExitCode == 0;
    }
}
