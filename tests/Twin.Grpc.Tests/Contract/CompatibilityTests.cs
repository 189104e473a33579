using System.Runtime.CompilerServices;

namespace Twin.Grpc.Tests.Contract;

/// <summary>What clients were built against stays: the stored listing of twin.v1 may only grow.</summary>
public sealed class CompatibilityTests
{
    private const string Switch = "TWIN_ACCEPT_CONTRACT";

    [Fact]
    public void Contract_AgainstStored_LosesNothing()
    {
        string[] lost = [.. File.ReadAllLines(Path()).Except(ContractListing.Lines(), StringComparer.Ordinal)];
        Assert.True(
            lost.Length == 0,
            $"These parts of twin.v1 are gone or have changed, which breaks clients; give them back, or add new ones beside them:\n{string.Join('\n', lost)}");
    }

    [Fact]
    public void Contract_AgainstStored_HasNoUnstoredAddition()
    {
        string[] stored = File.ReadAllLines(Path());
        string[] added = [.. ContractListing.Lines().Except(stored, StringComparer.Ordinal)];
        if (Environment.GetEnvironmentVariable(Switch) == "1")
        {
            // Lines are added only: what would break clients has to be taken out by hand.
            File.WriteAllLines(Path(), stored.Concat(added).Order(StringComparer.Ordinal));
            return;
        }

        Assert.True(added.Length == 0, $"New in twin.v1 and not stored yet; run this test with {Switch}=1 to store it:\n{string.Join('\n', added)}");
    }

    [Theory]
    [InlineData("field twin.v1.Event 1 sequence: int64")]
    [InlineData("rpc twin.v1.SignalService.Subscribe(twin.v1.SubscribeRequest) returns (stream twin.v1.SubscribeResponse)")]
    [InlineData("field twin.v1.Samples 2 values: repeated double")]
    [InlineData("field twin.v1.SubscribeRequest 2 sampled: oneof mode twin.v1.Sampled")]
    [InlineData("value twin.v1.ErrorReason 3 UNKNOWN_NAME")]
    public void Listing_OfWhatClientsUse_HasIt(string line) => Assert.Contains(line, ContractListing.Lines());

    private static string Path([CallerFilePath] string source = "") => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(source)!, "twin.v1.txt");
}
