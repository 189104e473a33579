namespace Twin.Telemetry.Tests;

/// <summary>A test that needs Prometheus' own promtool; skipped without it unless TWIN_REQUIRE_ALL is 1.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PrometheusFactAttribute : FactAttribute
{
    public PrometheusFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("TWIN_REQUIRE_ALL") != "1" && !IsOnPath("promtool"))
        {
            Skip = "promtool is not on the path: install the package prometheus (Debian) and run again.";
        }
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
