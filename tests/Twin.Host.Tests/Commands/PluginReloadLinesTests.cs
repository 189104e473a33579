using Twin.Host.Commands;

namespace Twin.Host.Tests.Commands;

/// <summary>What <c>twin plugin reload</c> prints of an answer.</summary>
public sealed class PluginReloadLinesTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Lines_ThreadLost_SayWhatItCosts(bool isLost)
    {
        var build = new V1.PluginBuild { Id = "acme.part", Version = "1.0.0", ContentHash = "aaaa" };
        string[] lines = [.. PluginReloadCommand.Lines(new V1.ReloadPluginResponse { Id = "acme.part", OldBuild = build, NewBuild = build, IsExchanged = true, HasLostThread = isLost })];
        Assert.Equal(isLost, lines.Any(line => line.Contains("thread was lost", StringComparison.Ordinal) && line.Contains("core until", StringComparison.Ordinal)));
    }
}
