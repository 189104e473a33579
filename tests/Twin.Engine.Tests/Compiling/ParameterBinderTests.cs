using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Compiling;

public sealed class ParameterBinderTests
{
    [Fact]
    public void Bind_EveryType_TakesItsValue()
    {
        Everything bound = Bind(
            ("power", "450 mW"), ("share", "12 %"), ("factor", "0.25"), ("count", "7"), ("is-on", "true"), ("text", "some text"), ("mode", "very-fast"), ("list", "1 W|2 W"), ("inner.limit", "85 degC"));
        Assert.Equal(0.45, bound.Power.Watts, 1e-15);
        Assert.Equal(0.12, (double)bound.Share, 1e-15);
        Assert.Equal((0.25, 7, true, "some text", Mode.VeryFast), (bound.Factor, bound.Count, bound.IsOn, bound.Text, bound.Mode));
        Assert.Equal([1.0, 2], bound.List.Select(power => power.Watts));
        Assert.Equal(85, bound.Inner.Limit.Celsius);
        Assert.Equal(3, bound.Inner.Other);
    }

    [Theory]
    [InlineData("power", "450 mV", "TW0304")]
    [InlineData("power", "2 kW", "TW0305")]
    [InlineData("count", "1.5", "TW0304")]
    [InlineData("is-on", "yes", "TW0304")]
    [InlineData("mode", "warp", "TW0304")]
    [InlineData("powre", "1 W", "TW0301")]
    [InlineData("power", "1 W|2 W", "TW0303")]
    [InlineData("inner.limit", "400 degC", "TW0305")]
    public void Bind_WrongValue_IsRefusedWithItsCode(string name, string value, string code)
    {
        CompileResult result = Compile(false, 1, ("part", [(name, value)]));
        Assert.Contains(code, result.Problems.Select(problem => problem.Code));
    }

    [Fact]
    public void Bind_RequiredMissing_IsRefused()
    {
        var kind = new ComponentKind("k", "k", "test", typeof(Demanding), _ => new Thing(1));
        CompileResult result = ChassisCompiler.Compile(
            Plain with { Components = [new("a", "k", MapParameter.Empty)] }, new Dictionary<string, ComponentKind> { ["k"] = kind });
        Assert.Equal("TW0302", result.Problems[0].Code);
    }

    [Fact]
    public void Bind_UnreadableSpread_IsADefectOfThePlugin()
    {
        var kind = new ComponentKind("k", "k", "test", typeof(Misdeclared), _ => new Thing(1));
        CompileResult result = ChassisCompiler.Compile(
            Plain with { Spread = true, Components = [new("a", "k", MapParameter.Empty)] }, new Dictionary<string, ComponentKind> { ["k"] = kind });
        Assert.Equal("TW0306", result.Problems[0].Code);
    }

    [Fact]
    public void Bind_ConstructorThatThrows_IsAProblemOfThePlugin()
    {
        var kind = new ComponentKind("k", "k", "test", typeof(Throwing), _ => new Thing(1));
        CompileResult result = ChassisCompiler.Compile(
            Plain with { Components = [new("a", "k", MapParameter.Empty)] }, new Dictionary<string, ComponentKind> { ["k"] = kind });
        Assert.Equal("TW0409", result.Problems[0].Code);
    }

    [Fact]
    public void Bind_NestedDefault_SharedByParts_IsNotWrittenTo()
    {
        Bind(("inner.limit", "85 degC"));
        Assert.Equal(70, Inner.Shared.Limit.Celsius);
    }

    [Fact]
    public void Spread_OfAPart_IsAFunctionOfSeedAndName()
    {
        double[] first = Drawn(1, "a", "b", "c");
        Assert.Equal(first, Drawn(1, "a", "b", "c"));
        Assert.Equal([first[1], first[0]], Drawn(1, "b", "a"));
        Assert.NotEqual(first, Drawn(2, "a", "b", "c"));
        Assert.Equal(3, first.Distinct().Count());
    }

    [Fact]
    public void Spread_OfManyParts_HasItsDeviationAndEndsAtThreeSigma()
    {
        const int Count = 3000;
        double[] values = Drawn(5, [.. Enumerable.Range(0, Count).Select(i => $"p{i}")]);
        double mean = values.Average();
        double deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));

        // Truncated at three sigma, the deviation of a normal is 0.9866 of the full one; four standard errors.
        Assert.Equal(0.9866 * 0.01, deviation, 4 * 0.01 / Math.Sqrt(2 * Count));
        Assert.True(values.Max() <= 1.03 + 1e-12 && values.Min() >= 0.97 - 1e-12);
    }

    private static Everything Bind(params ReadOnlySpan<(string, string)> values)
    {
        CompileResult result = Compile(false, 1, ("part", values.ToArray()));
        Assert.True(result.Model is not null, string.Join('\n', result.Problems));
        return _bound!;
    }

    private static double[] Drawn(ulong seed, params ReadOnlySpan<string> names)
    {
        _drawn = [];
        CompileResult result = Compile(true, seed, [.. names.ToArray().Select(name => (name, Array.Empty<(string, string)>()))]);
        Assert.True(result.Model is not null, string.Join('\n', result.Problems));
        return [.. _drawn];
    }

    [ThreadStatic]
    private static Everything? _bound;

    [ThreadStatic]
    private static List<double>? _drawn;

    private static CompileResult Compile(bool spread, ulong seed, params (string Name, (string Name, string Value)[] Values)[] parts)
    {
        var kind = new ComponentKind("k", "k", "test", typeof(Everything), parameters =>
        {
            _bound = (Everything)parameters;
            _drawn?.Add(_bound.Varied);
            return new Thing(1);
        });
        return ChassisCompiler.Compile(
            Plain with
            {
                Spread = spread,
                Seed = seed,
                Zones = [Zone("board", 1, 1)],
                Mounts = [Mount("*.base", "board", 1)],
                Components = [.. parts.Select(part => new ComponentDescription(part.Name, "k", Map(part.Values)))],
            },
            new Dictionary<string, ComponentKind> { ["k"] = kind });
    }

    private static MapParameter Map((string Name, string Value)[] values) => new([
        .. values.Select(value =>
        {
            string[] names = value.Name.Split('.');
            ParameterNode node = value.Value.Contains('|', StringComparison.Ordinal)
                ? new ListParameter([.. value.Value.Split('|').Select(item => new ScalarParameter(item))])
                : new ScalarParameter(value.Value);
            return new KeyValuePair<string, ParameterNode>(names[0], names.Length == 1 ? node : new MapParameter([new(names[1], node)]));
        })]);

    private enum Mode
    {
        Slow,
        VeryFast,
    }

    private sealed record Everything
    {
        [Parameter("power", Minimum = "1 mW", Maximum = "1 kW")]
        public Power Power { get; init; } = Power.FromWatts(1);

        public Ratio Share { get; init; }

        public double Factor { get; init; }

        public int Count { get; init; }

        public bool IsOn { get; init; }

        public string Text { get; init; } = string.Empty;

        public Mode Mode { get; init; }

        public IReadOnlyList<Power> List { get; init; } = [];

        public Inner Inner { get; init; } = Inner.Shared;

        [Spread(Part = "1 %")]
        public double Varied { get; init; } = 1;
    }

    private sealed record Inner
    {
        public static Inner Shared { get; } = new();

        [Parameter("limit", Maximum = "150 degC")]
        public Temperature Limit { get; init; } = Temperature.FromCelsius(70);

        public double Other { get; init; } = 3;
    }

    private sealed record Demanding
    {
        public required Power Power { get; init; }
    }

    private sealed record Misdeclared
    {
        [Spread(Part = "one percent")]
        public Power Power { get; init; } = Power.FromWatts(1);
    }

    private sealed record Throwing
    {
        public Throwing() => throw new NotSupportedException("on purpose");
    }

    private sealed class Thing(double capacity) : IComponent
    {
        public void Describe(IComponentBuilder builder) => builder.Couple(builder.ThermalNode("n", JPerK(capacity)), builder.Mount("base"), WPerK(1));
    }
}
