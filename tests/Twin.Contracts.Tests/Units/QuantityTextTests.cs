using System.Globalization;
using Twin.Units;

namespace Twin.Contracts.Tests.Units;

public sealed class QuantityTextTests
{
    [Fact]
    public void Parse_Examples_EqualTheNamedFactories()
    {
        Same("450 W", Power.FromWatts(450));
        Same("-3 dBm", Power.FromDbm(-3));
        Same("20 mW", Power.FromMilliwatts(20));
        Same("1.5 kW", Power.FromKilowatts(1.5));
        Same("7 uW", Power.FromMicrowatts(7));
        Same("1310 nm", Wavelength.FromNanometers(1310));
        Same("25 degC", Temperature.FromCelsius(25));
        Same("25 C", Temperature.FromCelsius(25));
        Same("-40 degC", Temperature.FromCelsius(-40));
        Same("313.15 K", Temperature.FromKelvin(313.15));
        Same("313.15 K", TemperatureDifference.FromKelvin(313.15));
        Same("10 K", TemperatureDifference.FromKelvin(10));
        Same("9000 W/m2K", HeatTransferCoefficient.FromWattsPerSquareMeterKelvin(9000));
        Same("9000 W/(m2 K)", HeatTransferCoefficient.FromWattsPerSquareMeterKelvin(9000));
        Same("148 W/mK", ThermalConductivity.FromWattsPerMeterKelvin(148));
        Same("1.63 MJ/m3K", VolumetricHeatCapacity.FromMegajoulesPerCubicMeterKelvin(1.63));
        Same("4186 J/kgK", SpecificHeat.FromJoulesPerKilogramKelvin(4186));
        Same("2.33 g/cm3", Density.FromGramsPerCubicCentimeter(2.33));
        Same("0.5 W/K", ThermalConductance.FromWattsPerKelvin(0.5));
        Same("2 K/W", ThermalResistance.FromKelvinPerWatt(2));
        Same("2 degC/W", ThermalResistance.FromKelvinPerWatt(2));
        Same("0.02 J/K", HeatCapacity.FromJoulesPerKelvin(0.02));
        Same("3 pJ", Energy.FromPicojoules(3));
        Same("2 L/min", VolumeFlow.FromLitersPerMinute(2));
        Same("160 CFM", VolumeFlow.FromCubicFeetPerMinute(160));
        Same("18 m3/h", VolumeFlow.FromCubicMetersPerHour(18));
        Same("53.125 GBd", SymbolRate.FromGigabaud(53.125));
        Same("106.25 Gb/s", BitRate.FromGigabitsPerSecond(106.25));
        Same("102.4 Tbit/s", BitRate.FromTerabitsPerSecond(102.4));
        Same("26.5 GHz", Frequency.FromGigahertz(26.5));
        Same("0.09 nm/K", WavelengthDrift.FromNanometersPerKelvin(0.09));
        Same("70 pm/K", WavelengthDrift.FromPicometersPerKelvin(70));
        Same("0.25 nm/mW", TuningEfficiency.FromNanometersPerMilliwatt(0.25));
        Same("16.9 pA/rtHz", NoiseCurrentDensity.FromPicoamperesPerRootHertz(16.9));
        Same("2 nV/rtHz", NoiseVoltageDensity.FromNanovoltsPerRootHertz(2));
        Same("-136 dB/Hz", RelativeIntensityNoise.FromDecibelsPerHertz(-136));
        Same("0.4 dB/km", Attenuation.FromDecibelsPerKilometer(0.4));
        Same("0.1 dB/mm", Attenuation.FromDecibelsPerMillimeter(0.1));
        Same("0.9 dB/in", Attenuation.FromDecibelsPerInch(0.9));
        Same("-1.5 dB", Decibels.FromDb(-1.5));
        Same("5 pJ/bit", EnergyPerBit.FromPicojoulesPerBit(5));
        Same("0.8 A/W", Responsivity.FromAmperesPerWatt(0.8));
        Same("0.3 mW/mA", SlopeEfficiency.FromWattsPerAmpere(0.3));
        Same("50 mV/K", SeebeckCoefficient.FromMillivoltsPerKelvin(50));
        Same("0.05 V/K", SeebeckCoefficient.FromVoltsPerKelvin(0.05));
        Same("2 %", Ratio.FromPercent(2));
        Same("0.5", Ratio.FromFraction(0.5));
        Same("0", Ratio.Zero);
        Same("20 ppm", Ratio.FromPartsPerMillion(20));
        Same("22000 rpm", RotationalSpeed.FromRpm(22000));
        Same("54 V", Voltage.FromVolts(54));
        Same("100 mA", Current.FromMilliamperes(100));
        Same("0.2 mohm", Resistance.FromMilliohms(0.2));
        Same("50 fF", Capacitance.FromFemtofarads(50));
        Same("75 mm", Length.FromMillimeters(75));
        Same("20 um", Length.FromMicrometers(20));
        Same("6 in", Length.FromInches(6));
        Same("600 mm2", Area.FromSquareMillimeters(600));
        Same("10 ms", Duration.FromMilliseconds(10));
        Same("60 s", Duration.FromSeconds(60));
        Same("2 min", Duration.FromMinutes(2));
        Same("1 h", Duration.FromHours(1));
        Same("900 Pa", Pressure.FromPascals(900));
        Same("10 psi", Pressure.FromPoundsPerSquareInch(10));
    }

    [Theory]
    [InlineData("450W", 450)]
    [InlineData("  450 \t W  ", 450)]
    [InlineData("+4.5e2 W", 450)]
    [InlineData("45000E-2W", 450)]
    [InlineData("0 W", 0)]
    [InlineData("-0.5 kW", -500)]
    [InlineData("4e+02 W", 400)]
    public void Parse_NumberForms_AreRead(string text, double watts) => Assert.Equal(watts, QuantityText.Parse<Power>(text).Watts);

    [Fact]
    public void Parse_TypographicSigns_StandForAscii()
    {
        Same("20 µm", Length.FromMicrometers(20));
        Same("20 \u03BCm", Length.FromMicrometers(20));
        Same("25 °C", Temperature.FromCelsius(25));
        Same("0.2 mΩ", Resistance.FromMilliohms(0.2));
        Same("16.9 pA/√Hz", NoiseCurrentDensity.FromPicoamperesPerRootHertz(16.9));
        Same("600 mm²", Area.FromSquareMillimeters(600));
        Same("2330 kg/m³", Density.FromKilogramsPerCubicMeter(2330));
    }

    [Theory]
    [InlineData("450 V", "'450 V' is not a power: unit 'V' is a voltage; use W, mW, kW, uW or dBm")]
    [InlineData("450", "'450' is not a power: the unit is missing; use W, mW, kW, uW or dBm")]
    [InlineData("0", "'0' is not a power: the unit is missing; use W, mW, kW, uW or dBm")]
    [InlineData("20 MW", "'20 MW' is not a power: unit 'MW' is not known, did you mean 'mW'?; use W, mW, kW, uW or dBm")]
    [InlineData("3 DBM", "'3 DBM' is not a power: unit 'DBM' is not known, did you mean 'dBm'?; use W, mW, kW, uW or dBm")]
    [InlineData("3 parsec", "'3 parsec' is not a power: unit 'parsec' is not known; use W, mW, kW, uW or dBm")]
    [InlineData("3 K", "'3 K' is not a power: unit 'K' is a temperature or a temperature difference; use W, mW, kW, uW or dBm")]
    [InlineData("3 dB/m", "'3 dB/m' is not a power: unit 'dB/m' is an attenuation; use W, mW, kW, uW or dBm")]
    [InlineData("NaN W", "'NaN W' is not a power: NaN and infinities are refused; use W, mW, kW, uW or dBm")]
    [InlineData("-Infinity W", "'-Infinity W' is not a power: NaN and infinities are refused; use W, mW, kW, uW or dBm")]
    [InlineData("∞ W", "'∞ W' is not a power: NaN and infinities are refused; use W, mW, kW, uW or dBm")]
    [InlineData(".inf", "'.inf' is not a power: NaN and infinities are refused; use W, mW, kW, uW or dBm")]
    [InlineData("", "'' is not a power: the text is empty; use W, mW, kW, uW or dBm")]
    [InlineData("   ", "'' is not a power: the text is empty; use W, mW, kW, uW or dBm")]
    [InlineData("W", "'W' is not a power: it does not begin with a plain number such as '1.5' or '-2e-3'; use W, mW, kW, uW or dBm")]
    [InlineData("--5 W", "'--5 W' is not a power: it does not begin with a plain number such as '1.5' or '-2e-3'; use W, mW, kW, uW or dBm")]
    [InlineData(".5 W", "'.5 W' is not a power: it does not begin with a plain number such as '1.5' or '-2e-3'; use W, mW, kW, uW or dBm")]
    [InlineData("1,5 W", "'1,5 W' is not a power: a number has digits and one decimal point only, as in '1234.5'; use W, mW, kW, uW or dBm")]
    [InlineData("1_000 W", "'1_000 W' is not a power: a number has digits and one decimal point only, as in '1234.5'; use W, mW, kW, uW or dBm")]
    [InlineData("1.2.3 W", "'1.2.3 W' is not a power: a number has digits and one decimal point only, as in '1234.5'; use W, mW, kW, uW or dBm")]
    [InlineData("5 W W", "'5 W W' is not a power: unit 'W W' is not known; use W, mW, kW, uW or dBm")]
    [InlineData("1e W", "'1e W' is not a power: unit 'e W' is not known; use W, mW, kW, uW or dBm")]
    [InlineData("1e999 W", "'1e999 W' is not a power: the number is too large; use W, mW, kW, uW or dBm")]
    [InlineData("9999 dBm", "'9999 dBm' is not a power: the number is too large; use W, mW, kW, uW or dBm")]
    [InlineData("٣ W", "'٣ W' is not a power: it does not begin with a plain number such as '1.5' or '-2e-3'; use W, mW, kW, uW or dBm")]
    public void TryParse_BadPower_SaysWhatIsWrongAndWhatIsAccepted(string text, string expected)
    {
        Assert.False(QuantityText.TryParse(text, out Power value, out string? problem));
        Assert.Equal(expected, problem);
        Assert.Equal(default, value);
    }

    [Fact]
    public void TryParse_BadOtherQuantities_SayWhatIsAccepted()
    {
        Refused<Temperature>("77 degF", "'77 degF' is not a temperature: unit 'degF' is not known; use degC or K");
        Refused<Temperature>("-300 degC", "'-300 degC' is not a temperature: it must be at least -273.15 degC");
        Refused<Temperature>("-1 K", "'-1 K' is not a temperature: it must be at least -273.15 degC");
        Refused<TemperatureDifference>("10 degC", "'10 degC' is not a temperature difference: unit 'degC' is a temperature; use K or mK");
        Refused<Ratio>("5 W", "'5 W' is not a ratio: unit 'W' is a power; use a bare number, % or ppm");
        Refused<Duration>("300 YEAR", "'300 YEAR' is not a duration: unit 'YEAR' is not known; use s, ms, us, ns, min or h");
        Refused<Duration>("1e12 s", "'1e12 s' is not a duration: it must be at most 9.2E+09 s");
        Refused<RelativeIntensityNoise>("-136 dBc/Hz", "'-136 dBc/Hz' is not a relative intensity noise: unit 'dBc/Hz' is not known; use dB/Hz");
        Refused<BitRate>("100 GBIT/S", "'100 GBIT/S' is not a bit rate: unit 'GBIT/S' is not known, did you mean 'Gbit/s'?; use Gb/s, Tb/s, Mb/s, kb/s or bit/s");
    }

    [Fact]
    public void TryParse_LongText_IsQuotedInPart()
    {
        Assert.False(QuantityText.TryParse(new string('x', 100_000), out Power _, out string? problem));
        Assert.InRange(problem.Length, 1, 250);
    }

    [Fact]
    public void Parse_BadText_ThrowsFormatExceptionWithTheProblem()
    {
        FormatException thrown = Assert.Throws<FormatException>(() => QuantityText.Parse<Power>("450 V"));
        Assert.Equal("'450 V' is not a power: unit 'V' is a voltage; use W, mW, kW, uW or dBm", thrown.Message);
        Assert.Throws<ArgumentNullException>(() => QuantityText.Parse<Power>(null!));
    }

    [Fact]
    public void TryParse_GoodTexts_AllocateNothing()
    {
        string[] texts = ["450 W", "-3 dBm", "1.25e-3 kW", " 20mW "];
        int read = ReadAll(texts);
        AllocationWindow window = AllocationWindow.Open();
        for (int i = 0; i < 5000; i++)
            read += ReadAll(texts);
        Assert.Equal(0, window.Bytes);
        Assert.Equal(5001 * texts.Length, read);
    }

    [Fact]
    public void ParseAndFormat_CultureWithComma_GiveTheSame()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NumberGroupSeparator = ".";
        comma.NumberFormat.NegativeSign = "~";
        try
        {
            CultureInfo.CurrentCulture = comma;
            Assert.Equal("1,5", 1.5.ToString("G", CultureInfo.CurrentCulture));
            Assert.Equal(-1.5, QuantityText.Parse<Power>("-1.5 W").Watts);
            Assert.Equal("-1.5 W", Power.FromWatts(-1.5).ToString());
            Assert.Equal("-1.5 W", QuantityText.FormatExact(Power.FromWatts(-1.5)));
            Refused<Temperature>("-300 degC", "'-300 degC' is not a temperature: it must be at least -273.15 degC");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void FormatExact_AnyNumber_ReadsBackToTheSameBits()
    {
        Random random = new(20240611);
        for (int i = 0; i < 2000; i++)
        {
            double number = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-20, 20));
            RoundTrips(Power.FromSi(number));
            RoundTrips(Wavelength.FromSi(number));
            RoundTrips(Ratio.FromSi(number));
            RoundTrips(RotationalSpeed.FromSi(number));
            RoundTrips(Temperature.FromSi(Math.Abs(number)));
            RoundTrips(Duration.FromNanoseconds(random.NextInt64(-(1L << 51), 1L << 51)));
        }
    }

    [Fact]
    public void Readme_UnitTable_ListsEveryDimensionWithItsUnits()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Twin.sln")))
            root = root.Parent;
        Assert.NotNull(root);
        string[] lines = File.ReadAllLines(Path.Combine(root.FullName, "src", "Twin.Contracts", "Units", "README.md"));
        foreach (Dimension dimension in Dimensions.All)
        {
            string units = string.Join(", ", dimension.Units.Select(unit => unit.Symbol.Length == 0 ? "(none)" : $"`{unit.Symbol}`"));
            string type = QuantityTypes.All.Single(quantity => QuantityTypes.DimensionOf(quantity) == dimension).Name;
            Assert.Contains($"| {dimension.Name} | `{type}` | {units} |", lines);
        }
    }

    private static void Same<T>(string text, T expected)
        where T : struct, IQuantity<T>
    {
        Assert.True(QuantityText.TryParse(text, out T value, out string? problem), problem);
        Assert.Equal(expected, value);
        Assert.Equal(expected, QuantityText.Parse<T>(text));
    }

    private static void Refused<T>(string text, string expected)
        where T : struct, IQuantity<T>
    {
        Assert.False(QuantityText.TryParse(text, out T _, out string? problem));
        Assert.Equal(expected, problem);
    }

    private static void RoundTrips<T>(T value)
        where T : struct, IQuantity<T> => Assert.Equal(value, QuantityText.Parse<T>(QuantityText.FormatExact(value)));

    private static int ReadAll(string[] texts)
    {
        int read = 0;
        foreach (string text in texts)
            read += QuantityText.TryParse(text, out Power _, out _) ? 1 : 0;
        return read;
    }
}
