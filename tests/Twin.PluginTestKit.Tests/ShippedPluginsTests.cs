namespace Twin.PluginTestKit.Tests;

/// <summary>Our own plugins pass the checks that we ask vendors to pass.</summary>
public sealed class ShippedPluginsTests
{
    public static TheoryData<string> Folders => new(
        Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, "plugins")).Select(folder => Path.GetFileName(folder)).Where(name => name != "Broken").Order(StringComparer.Ordinal));

    [Fact]
    public void Folders_AreThoseOfTheRepository() => Assert.True(Folders.Count >= 6, $"Only {Folders.Count} plugins were laid beside the tests.");

    [Theory]
    [MemberData(nameof(Folders))]
    public void Plugin_Checked_KeepsToTheContract(string folder)
    {
        ConformanceReport report = PluginConformance.Check(Path.Combine(AppContext.BaseDirectory, "plugins", folder));
        report.ThrowIfAny();
        Assert.NotEmpty(report.Kinds);
        Assert.All(report.Kinds, kind => Assert.True(kind.Cases > 30 && kind.Steps > 1000, $"{kind.Kind} ran {kind.Cases} cases and {kind.Steps} steps."));
    }
}
