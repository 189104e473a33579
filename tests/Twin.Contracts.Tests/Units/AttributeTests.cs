using System.Reflection;
using Twin.Units;

namespace Twin.Contracts.Tests.Units;

public sealed class AttributeTests
{
    [Fact]
    public void ParameterAndSpread_OnPositionalRecord_AreFoundOnTheProperty()
    {
        PropertyInfo bias = typeof(LaserParameters).GetProperty(nameof(LaserParameters.Bias))!;
        ParameterAttribute parameter = bias.GetCustomAttribute<ParameterAttribute>()!;
        Assert.Equal("bias current per laser", parameter.Description);
        Assert.Equal(Current.FromMilliamperes(1), QuantityText.Parse<Current>(parameter.Minimum!));
        Assert.Equal(Current.FromAmperes(2), QuantityText.Parse<Current>(parameter.Maximum!));
        Assert.True(parameter.Live);
        SpreadAttribute spread = bias.GetCustomAttribute<SpreadAttribute>()!;
        Assert.Equal(("2 %", "1 %"), (spread.Lot, spread.Part));
        Assert.Null(typeof(LaserParameters).GetProperty(nameof(LaserParameters.Lasers))!.GetCustomAttribute<ParameterAttribute>()!.Maximum);
    }

    private sealed record LaserParameters(
        [property: Parameter("bias current per laser", Minimum = "1 mA", Maximum = "2 A", Source = "assumed", Live = true), Spread(Lot = "2 %", Part = "1 %")] Current Bias,
        [property: Parameter("number of lasers", Minimum = "1")] int Lasers);
}
