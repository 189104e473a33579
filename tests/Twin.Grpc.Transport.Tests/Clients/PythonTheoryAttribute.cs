namespace Twin.Grpc.Transport.Tests.Clients;

/// <summary>A theory that needs Python with grpcio and h2; without it the test is skipped with the reason, unless TWIN_REQUIRE_ALL=1.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonTheoryAttribute : TheoryAttribute
{
    private static readonly Lazy<string?> Missing = new(PythonClient.FindMissing);

    public PythonTheoryAttribute()
    {
        if (Environment.GetEnvironmentVariable("TWIN_REQUIRE_ALL") != "1")
            Skip = Missing.Value;
    }
}
