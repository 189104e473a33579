namespace Twin.Grpc.Transport.Tests;

/// <summary>A test that needs Python with grpcio; without it the test is skipped with the reason, unless TWIN_REQUIRE_ALL=1.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Missing = new(PythonClient.FindMissing);

    public PythonFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("TWIN_REQUIRE_ALL") != "1")
            Skip = Missing.Value;
    }
}
