namespace Twin.Grpc.Transport.Tests.Clients;

/// <summary>A theory that needs Node with its packages; without it the test is skipped with the reason, unless TWIN_REQUIRE_ALL=1.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeTheoryAttribute : TheoryAttribute
{
    private static readonly Lazy<string?> Missing = new(NodeClient.FindMissing);

    public NodeTheoryAttribute()
    {
        if (Environment.GetEnvironmentVariable("TWIN_REQUIRE_ALL") != "1")
            Skip = Missing.Value;
    }
}
