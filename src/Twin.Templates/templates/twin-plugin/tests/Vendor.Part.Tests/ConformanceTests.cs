using System.Reflection;
using Twin.PluginTestKit;

namespace Vendor.Part.Tests;

/// <summary>The plugin keeps to the contract: the same checks as <c>twin plugin check FOLDER</c>.</summary>
public sealed class ConformanceTests
{
    [Fact]
    public void Plugin_OverItsRanges_KeepsToTheContract() => PluginConformance.Check(Folder()).ThrowIfAny();

    private static string Folder() =>
        typeof(ConformanceTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "PluginFolder").Value!;
}
