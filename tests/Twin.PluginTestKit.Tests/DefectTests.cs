using Twin.PluginTestKit.Tests.Parts;
using Twin.Units;

namespace Twin.PluginTestKit.Tests;

/// <summary>Every check finds a part that is broken for it, and no other check takes offence at that part.</summary>
public sealed class DefectTests
{
    private const string Directions = """
        {"kinds": {"fixture.part": {"directions": [
            {"when": "body", "rises": ["load", "supply.power"]},
            {"when": "hottest", "rises": ["fans"]}
        ]}}}
        """;

    private static readonly ConformanceOptions Small = new() { RandomCases = 6, RandomInputs = 8, Declarations = Directions };

    [Fact]
    public void Check_GoodPart_FindsNothing()
    {
        ConformanceReport report = Check(Defect.None);
        report.ThrowIfAny();
        KindReport kind = Assert.Single(report.Kinds);

        // Defaults, two ends of each of three numbers, the flag, all low, all high, six random ones.
        Assert.Equal((16, 0, 3), (kind.Cases, kind.RefusedCases, kind.Directions));
        Assert.Equal(["Reset", "StepFlow", "StepPower", "StepLight", "StepLink", "StepControl"], kind.Times.Select(time => time.Behavior));
        Assert.All(kind.Times, time => Assert.True(time.MeanMicroseconds <= time.WorstMicroseconds));
        Assert.NotEmpty(report.NotChecked);
    }

    [Theory]
    [InlineData(Defect.DescribesByAStatic, ConformanceCheck.Describes, "Describe", "CapacityJPerK = 7")]
    [InlineData(Defect.ThrowsInACorner, ConformanceCheck.Describes, "Describe", "NotSupportedException: So much light cannot be.")]
    [InlineData(Defect.DescribesWronglyInACorner, ConformanceCheck.Describes, "Describe, body", "heat capacity is -1 J/K")]
    [InlineData(Defect.RefusesItsDefaults, ConformanceCheck.Describes, "Describe, active", "refuses its own defaults")]
    [InlineData(Defect.AllocatesInStepPower, ConformanceCheck.AllocatesNothing, "StepPower", "bytes in the calls")]
    [InlineData(Defect.AllocatesInControlWithAFault, ConformanceCheck.AllocatesNothing, "StepControl", "bytes in the calls")]
    [InlineData(Defect.CountsInAStatic, ConformanceCheck.Repeats, "load", "other bits than before, first in step 0")]
    [InlineData(Defect.CountsInAField, ConformanceCheck.Restores, "load", "goes on with other bits")]
    [InlineData(Defect.KeepsAFieldFromReset, ConformanceCheck.Restores, "load", "put back into another component")]
    [InlineData(Defect.LosesHeat, ConformanceCheck.ClosesEnergy, "StepPower and StepLight", "W vanish")]
    [InlineData(Defect.ChargesLightBeforeItCame, ConformanceCheck.ClosesEnergy, "StepPower and StepLight", "light in")]
    [InlineData(Defect.LeavesLightOnWithoutPower, ConformanceCheck.ClosesEnergy, "StepPower and StepLight", "come from nothing")]
    [InlineData(Defect.ForgetsTheFluid, ConformanceCheck.ClosesEnergy, "StepPower and StepLight", "to fluids")]
    [InlineData(Defect.LeavesTheRangeOfItsSignal, ConformanceCheck.StaysInRange, "load", "It is 1001, outside the declared range of 0 to 1000")]
    [InlineData(Defect.ThrowsWithAFault, ConformanceCheck.StaysInRange, "StepPower", "InvalidOperationException: The lamp is dead.")]
    [InlineData(Defect.DividesByADeadRail, ConformanceCheck.StaysInRange, "StepPower, drawn", "It wrote NaN")]
    [InlineData(Defect.HasNoSuchState, ConformanceCheck.StaysInRange, "state", "none of its 2 states")]
    [InlineData(Defect.CountsBackwards, ConformanceCheck.StaysInRange, "calls", "a counter only grows")]
    [InlineData(Defect.CouplesNegatively, ConformanceCheck.StaysInRange, "conductance of body to foot", "must be zero or more")]
    [InlineData(Defect.Cools, ConformanceCheck.GoesTheDeclaredWay, "load", "declared to rise when body rises")]
    [InlineData(Defect.IsSlow, ConformanceCheck.KeepsTime, "StepPower", "the budget is 500.0 us")]
    public void Check_BrokenPart_IsFoundByJustThatCheck(Defect defect, ConformanceCheck check, string where, string message)
    {
        ConformanceReport report = Check(defect, defect == Defect.IsSlow ? Small with { RandomCases = 0, RandomInputs = 0, Case = 0 } : Small);

        Assert.Empty(report.Problems);
        Assert.False(report.IsGood);
        Assert.Equal([check], report.Findings.Select(finding => finding.Check).Distinct());
        ConformanceFinding finding = Assert.Single(report.Findings, finding => finding.Where == where);
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
        Assert.Equal("fixture.part", finding.Kind);
        Assert.NotEmpty(finding.Parameters);
        Assert.Equal($"twin plugin check FOLDER --kind fixture.part --case {finding.Case} --seed 1", finding.Repeat);
    }

    [Fact]
    public void Check_CallThatNeverReturns_IsGivenUpAndNamed()
    {
        try
        {
            ConformanceReport report = Check(Defect.NeverReturns, Small with { Patience = Duration.FromSeconds(5) });
            ConformanceFinding finding = Assert.Single(report.Findings);
            Assert.Equal((ConformanceCheck.KeepsTime, "fixture.part", "StepPower", (int?)0), (finding.Check, finding.Kind, finding.Where, finding.Case));
        }
        finally
        {
            Part.Blocked.Set();
        }
    }

    [Fact]
    public void Check_OneCaseOfAFinding_ShowsItAgain()
    {
        ConformanceFinding all = Assert.Single(Check(Defect.LosesHeat).Findings);
        ConformanceFinding one = Assert.Single(Check(Defect.LosesHeat, Small with { Kind = all.Kind, Case = all.Case }).Findings);
        Assert.Equal(all with { Repeat = one.Repeat }, one);
    }

    [Fact]
    public void Check_SameSeed_GivesTheSameFindings()
    {
        Assert.Equal(Check(Defect.LosesHeat).Findings, Check(Defect.LosesHeat).Findings);
        Assert.NotEqual(Check(Defect.LosesHeat).Findings, Check(Defect.LosesHeat, Small with { Seed = 2 }).Findings);
    }

    [Fact]
    public void Check_ManyFindings_AreBoundedAndCounted()
    {
        ConformanceReport report = Check(Defect.HasNoSuchState, Small with { FindingsPerCheck = 1 });
        Assert.Single(report.Findings);
        OmittedFindings omitted = Assert.Single(report.Omitted);
        Assert.Equal((ConformanceCheck.StaysInRange, "fixture.part", 15), (omitted.Check, omitted.Kind, omitted.Count));
        Assert.Contains("stays-in-range: fixture.part: and 15 more", report.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("16 findings", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_BadOptions_AllAreSaid()
    {
        ConformanceReport report = Check(Defect.None, Small with { Case = -1, RandomCases = -1, RandomInputs = -1, FindingsPerCheck = 0, Coldest = Temperature.FromCelsius(200), Budget = Duration.Zero });
        Assert.Equal(6, report.Problems.Count);
    }

    [Fact]
    public void ToJson_OfAFinding_HoldsWhatAToolNeeds()
    {
        using var json = System.Text.Json.JsonDocument.Parse(Check(Defect.LosesHeat).ToJson());
        System.Text.Json.JsonElement finding = json.RootElement.GetProperty("findings")[0];
        Assert.Equal("closes-energy", finding.GetProperty("check").GetString());
        Assert.Equal("fixture.part", finding.GetProperty("kind").GetString());
        Assert.False(json.RootElement.GetProperty("isGood").GetBoolean());
    }

    [Theory]
    [InlineData("""[{"when": "bodi", "rises": ["load"]}]""", "there is no input 'bodi'. Did you mean 'body'?")]
    [InlineData("""[{"when": "body", "rises": ["lode"]}]""", "there is no answer 'lode'. Did you mean 'load'?")]
    [InlineData("""[{"when": "body", "from": "3 W", "rises": ["load"]}]""", "'3 W'")]
    public void Check_DirectionOfNothing_IsAProblemWithAHint(string directions, string message)
    {
        ConformanceReport report = Check(Defect.None, Small with { Declarations = """{"kinds": {"fixture.part": {"directions": LIST}}}""".Replace("LIST", directions, StringComparison.Ordinal) });
        Assert.Contains(message, Assert.Single(report.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_DirectionWithinARange_IsTriedThereOnly()
    {
        // The lamp's load rises with the body up to where its range ends, which only a wider sweep leaves.
        const string declarations = """{"kinds": {"fixture.part": {"inputs": {"body": ["0 degC", "110 degC"]}, "directions": [{"when": "body", "from": "20 degC", "to": "60 degC", "rises": ["load"]}]}}}""";
        Check(Defect.LeavesTheRangeOfItsSignal, Small with { Declarations = declarations }).ThrowIfAny();
    }

    private static ConformanceReport Check(Defect defect, ConformanceOptions? options = null) => PluginConformance.Check(new PartPlugin(defect), options ?? Small);
}
