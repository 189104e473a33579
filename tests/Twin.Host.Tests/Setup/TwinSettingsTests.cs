using Microsoft.Extensions.Configuration;
using Twin.Host.Setup;

namespace Twin.Host.Tests.Setup;

public sealed class TwinSettingsTests
{
    [Fact]
    public void Read_NothingSet_WatchesComponents()
    {
        (TwinSettings settings, string[] problems) = Read([]);
        Assert.Empty(problems);
        Assert.Equal(TimeSpan.FromMilliseconds(150), settings.HangLimit);
        Assert.Equal(TimeSpan.Zero, settings.ComponentBudget);
        Assert.Equal(100, settings.BudgetOverruns);
    }

    [Fact]
    public void Read_Limits_AreTimesOrOff()
    {
        (TwinSettings settings, string[] problems) = Read([("HangLimit", "0.5 s"), ("ComponentBudget", "500us"), ("BudgetOverruns", "7")]);
        Assert.Empty(problems);
        Assert.Equal(TimeSpan.FromMilliseconds(500), settings.HangLimit);
        Assert.Equal(TimeSpan.FromMicroseconds(500), settings.ComponentBudget);
        Assert.Equal(7, settings.BudgetOverruns);
        (settings, problems) = Read([("HangLimit", "off"), ("ComponentBudget", "off")]);
        Assert.Empty(problems);
        Assert.Null(settings.HangLimit);
        Assert.Null(settings.ComponentBudget);
    }

    [Fact]
    public void Read_LimitsThatMakeNoSense_AreAllNamed()
    {
        (_, string[] problems) = Read([("HangLimit", "1 ms"), ("ComponentBudget", "soon"), ("BudgetOverruns", "1")]);
        Assert.Equal(3, problems.Length);
        Assert.Contains(problems, problem => problem.Contains("--hang-limit: '1 ms' is out of range: 20 ms to 10 min, or 'off'.", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("--component-budget: ", StringComparison.Ordinal) && problem.EndsWith("Or 'off'.", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("'1' is not a whole number from 2 to 1000000.", StringComparison.Ordinal));
    }

    private static (TwinSettings Settings, string[] Problems) Read((string Key, string Value)[] given)
    {
        var problems = new ProblemReport();
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(given.Select(item => KeyValuePair.Create(item.Key, (string?)item.Value))).Build();
        return (TwinSettings.Read(configuration, problems), [.. problems.Lines]);
    }
}
