using Twin.Units;

namespace Twin.Contracts.Tests.Units;

public sealed class DimensionTests
{
    public static TheoryData<Dimension> All => [.. Dimensions.All];

    [Fact]
    public void All_NamesAndUcum_AreFilledAndNamesUnique()
    {
        Assert.Equal(Dimensions.All.Count, Dimensions.All.Select(dimension => dimension.Name).Distinct().Count());
        Assert.All(Dimensions.All, dimension => Assert.NotEmpty(dimension.Ucum));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Units_Texts_AreUniqueEvenWithoutCase(Dimension dimension)
    {
        List<string> texts = [.. dimension.Units.SelectMany(unit => unit.OtherSpellings.Prepend(unit.Symbol))];
        Assert.Equal(texts.Count, texts.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        foreach (string text in texts)
        {
            Assert.All(text, letter => Assert.True(char.IsAscii(letter)));
            Assert.True(dimension.TryFindUnit(text, out _));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Symbol_InternalUnit_IsAcceptedWithFactorOne(Dimension dimension)
    {
        Assert.True(dimension.TryFindUnit(dimension.Symbol, out Unit? unit));
        Assert.Equal(1, unit.Factor);
        Assert.Equal(0, unit.Offset);
        Assert.Equal(12.5, unit.ToSi(12.5));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Units_ThereAndBack_GiveTheNumber(Dimension dimension)
    {
        foreach (Unit unit in dimension.Units)
        {
            // Half an ulp per operation; the kelvin scale and dBm lose more to the offset and the logarithm.
            double tolerance = unit.Offset != 0 || unit.IsLogarithmic ? 1e-13 : 1e-15;
            Assert.InRange(Math.Abs(unit.FromSi(unit.ToSi(17.25)) / 17.25 - 1), 0, tolerance);
        }
    }

    [Theory]
    [InlineData(450, "450 W")]
    [InlineData(1500, "1.5 kW")]
    [InlineData(0.02, "20 mW")]
    [InlineData(0.9999999, "1 W")]
    [InlineData(-0.25, "-250 mW")]
    [InlineData(0, "0 W")]
    [InlineData(1e-9, "0.001 uW")]
    [InlineData(double.NaN, "NaN W")]
    [InlineData(double.PositiveInfinity, "Infinity W")]
    public void Format_Power_PicksReadableUnit(double watts, string expected) => Assert.Equal(expected, Dimensions.Power.Format(watts));

    [Fact]
    public void Format_EachField_UsesItsUsualUnit()
    {
        Assert.Equal("1310 nm", Wavelength.FromNanometers(1310).ToString());
        Assert.Equal("90 pm", Wavelength.FromNanometers(0.09).ToString());
        Assert.Equal("-40 degC", Temperature.FromCelsius(-40).ToString());
        Assert.Equal("10 K", TemperatureDifference.FromKelvin(10).ToString());
        Assert.Equal("22000 rpm", RotationalSpeed.FromRpm(22000).ToString());
        Assert.Equal("2 L/min", VolumeFlow.FromLitersPerMinute(2).ToString());
        Assert.Equal("106.25 Gb/s", BitRate.FromGigabitsPerSecond(106.25).ToString());
        Assert.Equal("53.125 GBd", SymbolRate.FromGigabaud(53.125).ToString());
        Assert.Equal("0.5", Ratio.FromPercent(50).ToString());
        Assert.Equal("0.4 dB/km", Attenuation.FromDecibelsPerKilometer(0.4).ToString("dB/km"));
        Assert.Equal("10 ms", Duration.FromMilliseconds(10).ToString());
        Assert.Equal("16.9 pA/rtHz", NoiseCurrentDensity.FromPicoamperesPerRootHertz(16.9).ToString());
    }

    [Fact]
    public void Format_UnitAskedFor_IsUsed()
    {
        Assert.Equal("-3.0103 dBm", Power.FromMilliwatts(0.5).ToString("dBm"));
        Assert.Equal("298.15 K", Temperature.FromCelsius(25).ToString("K"));
        Assert.Equal("160 CFM", VolumeFlow.FromCubicFeetPerMinute(160).ToString("CFM"));
        Assert.Equal("50 %", QuantityText.Format(Ratio.FromFraction(0.5), "%"));
        ArgumentException thrown = Assert.Throws<ArgumentException>(() => Power.Zero.ToString("V"));
        Assert.Contains("'V' is not a unit of power; use W, mW, kW, uW or dBm", thrown.Message, StringComparison.Ordinal);
    }
}
