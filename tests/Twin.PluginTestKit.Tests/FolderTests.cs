using Twin.Tests.Plugins;

namespace Twin.PluginTestKit.Tests;

/// <summary>What needs a plugin folder: loading, unloading, a fresh load context, the file of declarations.</summary>
public sealed class FolderTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("twin-kit-tests-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Check_GoodPlugin_FindsNothing()
    {
        ConformanceReport report = Check("GoodPlugin");
        report.ThrowIfAny();
        Assert.True(report.IsGood);
        Assert.Empty(report.NotChecked);
        Assert.Equal("fixture.broken 1.0.0 (Fixture Works)", report.Plugin);
        KindReport kind = Assert.Single(report.Kinds);
        Assert.Equal(("fixture.heater", 0), (kind.Kind, kind.RefusedCases));
        Assert.Equal("StepPower", Assert.Single(kind.Times).Behavior);
    }

    [Fact]
    public void Check_HandlerLeftOnTheProcess_DoesNotUnload()
    {
        ConformanceFinding finding = Assert.Single(Check("StayingPlugin").Findings);
        Assert.Equal(ConformanceCheck.Unloads, finding.Check);
        Assert.Contains("handler on a process-wide event", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_DescriptionOfEachLoad_IsFoundInAFreshContext()
    {
        ConformanceReport report = Check("EachLoadPlugin");
        Assert.All(report.Findings, finding => Assert.Equal(ConformanceCheck.Describes, finding.Check));
        Assert.Contains("freshly loaded copy", report.Findings[0].Message, StringComparison.Ordinal);
        Assert.Contains("CapacityJPerK", report.Findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_DeclarationsBesideThePlugin_AreUsed()
    {
        string folder = Folder("GoodPlugin");
        File.WriteAllText(Path.Combine(folder, ConformanceOptions.FileName), """{"kinds": {"fixture.heater": {"directions": [{"when": "supply", "rises": ["supply.power"]}]}}}""");
        ConformanceReport report = PluginConformance.Check(folder, Small);
        ConformanceFinding finding = Assert.Single(report.Findings);
        Assert.Equal((ConformanceCheck.GoesTheDeclaredWay, "supply.power"), (finding.Check, finding.Where));
        Assert.Contains("no case moved it", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_BadDeclarations_AllAreSaidAndNothingRuns()
    {
        string folder = Folder("GoodPlugin");
        File.WriteAllText(
            Path.Combine(folder, ConformanceOptions.FileName),
            """{"kinds": {"fixture.heater": {"budget": "5 W", "budgets": 1, "inputs": {"supply": "12 V"}, "directions": [{"when": "supply"}]}}}""");
        ConformanceReport report = PluginConformance.Check(folder, Small);
        Assert.Equal(4, report.Problems.Count);
        Assert.Empty(report.Kinds);
        Assert.Throws<ConformanceException>(report.ThrowIfAny);
        string text = report.ToString();
        Assert.All(["fixture.heater.budget: '5 W'", "'budgets' is not known", "supply: \"12 V\" is no range", "directions[0]"], part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.EndsWith("could not be checked", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_NoJson_IsAProblem()
    {
        string folder = Folder("GoodPlugin");
        File.WriteAllText(Path.Combine(folder, ConformanceOptions.FileName), "{");
        Assert.Contains("it is no JSON", Assert.Single(PluginConformance.Check(folder, Small).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_FolderWithoutManifest_IsAProblem()
    {
        ConformanceReport report = PluginConformance.Check(_root.FullName, Small);
        Assert.False(report.IsGood);
        Assert.Contains("plugin.json", Assert.Single(report.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_UnknownKind_IsAProblemThatNamesTheKnownOnes() =>
        Assert.Contains("it has fixture.heater", Assert.Single(Check("GoodPlugin", Small with { Kind = "fixture.heeter" }).Problems), StringComparison.Ordinal);

    private ConformanceOptions Small => new() { RandomCases = 4, RandomInputs = 2, ShadowDirectory = Path.Combine(_root.FullName, "shadow") };

    private ConformanceReport Check(string entry, ConformanceOptions? options = null) => PluginConformance.Check(Folder(entry), options ?? Small);

    private string Folder(string entry)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_root.FullName, entry)).FullName;
        foreach (string file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "plugins", "Broken")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        SingleEntry.Keep(Path.Combine(folder, "Fixture.Broken.dll"), "Fixture.Broken." + entry);
        File.WriteAllText(
            Path.Combine(folder, "plugin.json"), $$"""{"id": "fixture.broken", "vendor": "Fixture Works", "version": "1.0.0", "entry": "Fixture.Broken.{{entry}}"}""");
        return folder;
    }
}
