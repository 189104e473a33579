using Twin.Engine.Compiling;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;
using Twin.Engine.Tests.Bench;

namespace Twin.Plugins.Tests;

/// <summary>Plugins that load, and whose parts then do wrong: while they are made, while they describe themselves, in a step.</summary>
public sealed class MisbehaviourTests : IDisposable
{
    private const int From = 12;
    private const int Steps = 60;
    private readonly PluginWorkshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Theory]
    [InlineData("factory-throws", "TW0409", "InvalidOperationException: sold out")]
    [InlineData("factory-gives-nothing", "TW0409", "returned no component")]
    [InlineData("describe-throws", "TW0409", "InvalidOperationException: no datasheet")]
    [InlineData("describe-throws-what-throws-again", "TW0409", "RudeException: (its message threw InvalidOperationException)")]
    [InlineData("describe-needs-a-missing-library", "TW0409", "Fixture.Library, Version=1.0.0.0")]
    [InlineData("name-twice", "TW0401", "'body' wrongly: the name is used twice")]
    [InlineData("name-malformed", "TW0401", "'Body Temperature!'")]
    [InlineData("capacity-not-a-number", "TW0402", "heat capacity is NaN")]
    [InlineData("lanes-without-end", "TW0401", "a count of 2147483647 is out of range")]
    [InlineData("names-without-end", "TW0415", "more than 100000 names")]
    [InlineData("state-without-end", "TW0415", "more than 1048576 words of state")]
    [InlineData("state-of-huge-structs", "TW0415", "more than 1048576 words of state")]
    [InlineData("goes-on-after-the-limit", "TW0415", "more than 1048576 words of state")]
    [InlineData("differently-each-time", "TW0416", "describes 'bad1' otherwise than 'bad0', with the same parameters: only one of them has 's")]
    [InlineData("longer-each-time", "TW0416", "words of Raw")]
    public void Compile_PartThatIsIllDescribed_IsRefusedWithItsName(string deed, string code, string words)
    {
        using PluginCatalog catalog = Load(withLibrary: false);

        CompileResult result = Misbehaving.CompileIllDescribed(catalog, deed, code == "TW0416" ? 2 : 1);

        Assert.Null(result.Model);
        Engine.Description.Problem problem = Assert.Single(result.Problems);
        Assert.Equal(code, problem.Code);
        Assert.Contains("fixture.ill-described", problem.Message, StringComparison.Ordinal);
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
        Assert.NotNull(Misbehaving.CompileIllDescribed(catalog, "none", 2).Model);
    }

    /// <summary>What a part can do wrong in a step, the reason that has to be given, and whether the step's power and light stand by then.</summary>
    public static TheoryData<string, string, string> Deeds => new()
    {
        { "throws-in-flow", "on purpose, throws-in-flow", "flow" },
        { "opening-not-a-number", "NaN", "flow" },
        { "heats-in-flow", "StepPower and StepLight", "flow" },
        { "throws-in-power", "StepPower threw InvalidOperationException: on purpose, throws-in-power", "power" },
        { "level-not-a-number", "it wrote NaN to 'chassis0/bad/level'", "power" },
        { "level-infinite", "to 'chassis0/bad/level'", "power" },
        { "heat-infinite", "(heat and draws", "power" },
        { "heat-not-a-number", "it wrote NaN", "power" },
        { "draw-not-a-number", "StepPower threw ArgumentOutOfRangeException", "power" },
        { "draw-below-zero-without-end", "ArgumentOutOfRangeException", "power" },
        { "number-refused-by-its-quantity", "StepPower threw ArgumentOutOfRangeException", "power" },
        { "index-out-of-range", "IndexOutOfRangeException", "power" },
        { "null-reference", "NullReferenceException", "power" },
        { "out-of-memory", "InsufficientMemoryException: too much asked for", "power" },
        { "message-throws", "RudeException: (its message threw InvalidOperationException)", "power" },
        { "message-of-pages", "InvalidOperationException: xxx", "power" },
        { "throws-out-of-depth", "ArithmeticException: at the bottom", "power" },
        { "dependency-missing-in-a-step", "Fixture.Library, Version=1.0.0.0", "power" },
        { "throws-in-light", "StepLight threw InvalidOperationException", "power" },
        { "light-not-a-number", "it wrote NaN", "power" },
        { "wavelength-infinite", "(outputs", "power" },
        { "throws-in-link", "StepLink threw InvalidOperationException", "after" },
        { "heats-in-link", "StepPower and StepLight", "after" },
        { "throws-in-control", "StepControl threw InvalidOperationException", "after" },
        { "level-infinite-in-control", "chassis0/bad/level", "after" },
    };

    [Theory]
    [MemberData(nameof(Deeds))]
    public void Step_PartThatMisbehaves_IsNamedAndAllOthersAreAsIfItHadHeld(string deed, string reason, string stage)
    {
        using PluginCatalog catalog = Load(withLibrary: deed != "dependency-missing-in-a-step");
        (string holdFrom, string holdFlowFrom) = stage switch
        {
            "flow" => ($"{From}", $"{From}"),
            "power" => ($"{From}", "0"),
            _ => ($"{From + 1}", $"{From + 1}"),
        };
        Simulation failing = Misbehaving.Run(catalog, ("deed", deed), ("from", $"{From}"));
        Simulation held = Misbehaving.Run(catalog, ("hold-from", holdFrom), ("hold-flow-from", holdFlowFrom));

        failing.Step(From - 1);
        Assert.Equal(ComponentCondition.Ok, failing.Condition(Misbehaving.Name));
        held.Step(From - 1);
        for (int step = From; step <= Steps; step++)
        {
            failing.Step();
            held.Step();

            Assert.Equal(ComponentCondition.Quarantined, failing.Condition(Misbehaving.Name));
            Assert.Equal(ComponentCondition.Ok, held.Condition(Misbehaving.Name));
            Assert.Empty(Differences(failing, held));
        }

        string given = failing.Reason(Misbehaving.Name)!;
        Assert.Contains(reason, given, StringComparison.Ordinal);
        Assert.InRange(given.Length, 1, 700);
        Assert.DoesNotContain('\n', given);
        Assert.Equal(1, failing.EventNames().Count(name => name == $"{Misbehaving.Name}/quarantined"));
        Assert.Equal(stage == "after" ? From : From - 1, failing.Value("bad/level"));

        // The comparison sees what it has to: a run in which nothing is held is another one.
        Simulation free = Misbehaving.Run(catalog);
        free.Step(Steps);
        Assert.NotEmpty(Differences(failing, free));
    }

    [Fact]
    public void Start_PartThatThrowsWhenReset_IsNamedAndTheOthersRun()
    {
        using PluginCatalog catalog = Load();

        Simulation simulation = Misbehaving.Run(catalog, ("deed", "throws-in-reset"));
        simulation.Step(Steps);

        Assert.Contains("no reset", simulation.Reason(Misbehaving.Name), StringComparison.Ordinal);
        Assert.All(simulation.Model.Chassis.Components.Where(item => item.Name != Misbehaving.Name), item => Assert.Equal(ComponentCondition.Ok, simulation.Condition(item.Name)));
    }

    [Theory]
    [InlineData("heats-without-drawing", 3)]
    [InlineData("draws-without-heating", -4)]
    public void Step_EnergyFromNowhere_IsNamedWithItsWatts(string deed, double watts)
    {
        using PluginCatalog catalog = Load();
        Simulation simulation = Misbehaving.Run(catalog, ("deed", deed), ("from", $"{From}"));

        simulation.StepBalanced(From - 1);
        simulation.Step(5);

        Assert.Equal(ComponentCondition.Ok, simulation.Condition(Misbehaving.Name));
        Assert.Equal(Math.Abs(watts), Math.Abs(simulation.Value("bad/imbalance")), 1e-6);
        Assert.Equal($"bad {simulation.Value("bad/imbalance"):E3} of {simulation.Value("bad/power"):F3} W", simulation.Unbalanced().Split(", ")[0]);
        Assert.Equal(Math.Abs(simulation.Value("bad/imbalance")), Math.Abs(simulation.Value("worst-imbalance")));
    }

    [Fact]
    public void Reset_AfterAMisdeed_BringsThePartBack()
    {
        using PluginCatalog catalog = Load();
        Simulation simulation = Misbehaving.Run(catalog, ("deed", "throws-in-power"), ("from", $"{From}"));
        simulation.Step(From + 5);

        simulation.Do(new TwinCommand.ResetComponent(Misbehaving.Name));
        simulation.Step(3);

        Assert.Equal(ComponentCondition.Ok, simulation.Condition(Misbehaving.Name));
    }

    private PluginCatalog Load(bool withLibrary = true)
    {
        _workshop.Mischief(withLibrary);
        PluginCatalog catalog = _workshop.Load();
        Assert.Empty(catalog.Problems);
        return catalog;
    }

    // Every word of the state, bit by bit, but the part's own and the number of those that are quarantined.
    private static List<string> Differences(Simulation first, Simulation second)
    {
        CompiledChassis chassis = first.Model.Chassis;
        (int from, int end) = Misbehaving.WordsOf(chassis, Misbehaving.Name);
        int quarantined = first.Signal("quarantined-components").Word;
        List<string> found = [];
        for (int word = 0; word < first.State.Words.Length; word++)
        {
            if ((word >= from && word < end) || word == quarantined)
                continue;
            if (BitConverter.DoubleToInt64Bits(first.State.Words[word]) != BitConverter.DoubleToInt64Bits(second.State.Words[word]))
            {
                SignalInfo? signal = chassis.Signals.Where(item => item.Word <= word).MaxBy(item => item.Word);
                found.Add($"step {first.State.Step}, word {word}, {word - signal?.Word} behind '{signal?.Path}': {first.State.Words[word]:R} and {second.State.Words[word]:R}");
            }
        }

        return found;
    }
}
