using Twin.Units;

namespace Twin.Contracts.Tests.Units;

public sealed class QuantityOperatorTests
{
    private const int Digits = 12;

    [Fact]
    public void Temperature_Differences_AreNotTemperatures()
    {
        Temperature junction = Temperature.FromCelsius(65);
        TemperatureDifference rise = junction - Temperature.FromKelvin(298.15);
        Assert.Equal(40, rise.Kelvin, Digits);
        Assert.Equal(338.15, junction.Kelvin, Digits);
        Assert.Equal(75, (junction + TemperatureDifference.FromKelvin(10)).Celsius);
        Assert.Equal(75, (TemperatureDifference.FromKelvin(10) + junction).Celsius);
        Assert.Equal(55, (junction - TemperatureDifference.FromKelvin(10)).Celsius);
    }

    [Fact]
    public void Thermal_Products_FollowTheirLaws()
    {
        TemperatureDifference ten = TemperatureDifference.FromKelvin(10);
        ThermalConductance half = ThermalConductance.FromWattsPerKelvin(0.5);
        Assert.Equal(5, (half * ten).Watts);
        Assert.Equal(5, (ten * half).Watts);
        Assert.Equal(10, (Power.FromWatts(5) / half).Kelvin);
        Assert.Equal(0.5, (Power.FromWatts(5) / ten).WattsPerKelvin);
        Assert.Equal(2, half.ToResistance().KelvinPerWatt);
        Assert.Equal(half, half.ToResistance().ToConductance());
        Assert.Equal(10, (Power.FromWatts(5) * ThermalResistance.FromKelvinPerWatt(2)).Kelvin);
        Assert.Equal(10, (ThermalResistance.FromKelvinPerWatt(2) * Power.FromWatts(5)).Kelvin);
        Area plate = Length.FromMillimeters(20) * Length.FromMillimeters(30);
        Assert.Equal(600, plate.SquareMillimeters, Digits);
        Assert.Equal(5.4, (HeatTransferCoefficient.FromWattsPerSquareMeterKelvin(9000) * plate).WattsPerKelvin, Digits);
        Assert.Equal(5.4, (plate * HeatTransferCoefficient.FromWattsPerSquareMeterKelvin(9000)).WattsPerKelvin, Digits);
        // Silicon, 148 W/mK, 20 mm x 30 mm x 0.5 mm: k A / t = 177.6 W/K, by either road.
        ThermalConductivity silicon = ThermalConductivity.FromWattsPerMeterKelvin(148);
        Length thickness = Length.FromMicrometers(500);
        Assert.Equal(177.6, (silicon / thickness * plate).WattsPerKelvin, Digits);
        Assert.Equal(177.6, (silicon * (plate / thickness)).WattsPerKelvin, Digits);
        Assert.Equal(0.2, (HeatCapacity.FromJoulesPerKelvin(0.02) * ten).Joules, Digits);
        Assert.Equal(10, (Energy.FromJoules(0.2) / HeatCapacity.FromJoulesPerKelvin(0.02)).Kelvin, Digits);
        // Water at 2 L/min: 4186 J/kgK x 997 kg/m3 x 3.333e-5 m3/s = 139.11 W/K.
        VolumetricHeatCapacity water = SpecificHeat.FromJoulesPerKilogramKelvin(4186) * Density.FromKilogramsPerCubicMeter(997);
        Assert.Equal(4186 * 997 / 30000.0, (water * VolumeFlow.FromLitersPerMinute(2)).WattsPerKelvin, Digits);
    }

    [Fact]
    public void Electrical_Products_FollowOhmsLaw()
    {
        Voltage rail = Voltage.FromVolts(54);
        Current load = Current.FromAmperes(10);
        Assert.Equal(540, (rail * load).Watts);
        Assert.Equal(540, (load * rail).Watts);
        Assert.Equal(5.4, (rail / load).Ohms, Digits);
        Assert.Equal(10, (rail / Resistance.FromOhms(5.4)).Amperes, Digits);
        Assert.Equal(2, (Resistance.FromMilliohms(0.2) * (1000 * load)).Volts, Digits);
        Assert.Equal(2, (1000 * load * Resistance.FromMilliohms(0.2)).Volts, Digits);
        Assert.Equal(10, (Power.FromWatts(540) / rail).Amperes);
        Assert.Equal(54, (Power.FromWatts(540) / load).Volts);
        Assert.Equal(7200, (Power.FromWatts(2) * Duration.FromHours(1)).Joules);
        Assert.Equal(2, (Energy.FromWattHours(2) / Duration.FromHours(1)).Watts);
        Assert.Equal(3600, (Energy.FromWattHours(2) / Power.FromWatts(2)).Seconds);
        Assert.Equal(512, (EnergyPerBit.FromPicojoulesPerBit(5) * BitRate.FromTerabitsPerSecond(102.4)).Watts, Digits);
        Assert.Equal(5, (Power.FromWatts(512) / BitRate.FromTerabitsPerSecond(102.4)).PicojoulesPerBit, Digits);
        Assert.Equal(26.5625, SymbolRate.FromGigabaud(53.125).ToNyquistFrequency().Gigahertz, Digits);
        Assert.Equal(2.28, (Pressure.FromPascals(38) * VolumeFlow.FromCubicMetersPerSecond(0.06)).Watts, Digits);
    }

    [Fact]
    public void Optical_Products_FollowTheDatasheet()
    {
        Assert.Equal(1.5, (SeebeckCoefficient.FromMillivoltsPerKelvin(50) * TemperatureDifference.FromKelvin(30)).Volts, Digits);
        Assert.Equal(30, (SlopeEfficiency.FromWattsPerAmpere(0.3) * Current.FromMilliamperes(100)).Milliwatts, Digits);
        Assert.Equal(0.8, (Responsivity.FromAmperesPerWatt(0.8) * Power.FromMilliwatts(1)).Milliamperes, Digits);
        Assert.Equal(0.9, (WavelengthDrift.FromNanometersPerKelvin(0.09) * TemperatureDifference.FromKelvin(10)).Nanometers, Digits);
        Assert.Equal(2.5, (TuningEfficiency.FromNanometersPerMilliwatt(0.25) * Power.FromMilliwatts(10)).Nanometers, Digits);
        Assert.Equal(0.8, (Attenuation.FromDecibelsPerKilometer(0.4) * Length.FromKilometers(2)).Db, Digits);
        Assert.Equal(1, 1e13 * RelativeIntensityNoise.FromDecibelsPerHertz(-130).PerHertz, Digits);
        Assert.Equal(-136, RelativeIntensityNoise.FromPerHertz(Math.Pow(10, -13.6)).DecibelsPerHertz, Digits);
        Assert.Equal(6, (RelativeIntensityNoise.FromDecibelsPerHertz(-130) - RelativeIntensityNoise.FromDecibelsPerHertz(-136)).Db);
        Assert.Equal(-130, (RelativeIntensityNoise.FromDecibelsPerHertz(-136) + Decibels.FromDb(6)).DecibelsPerHertz);
        NoiseCurrentDensity both = NoiseCurrentDensity.RootSumSquare(
            NoiseCurrentDensity.FromPicoamperesPerRootHertz(3), NoiseCurrentDensity.FromPicoamperesPerRootHertz(4));
        Assert.Equal(5, both.PicoamperesPerRootHertz, Digits);
    }

    [Fact]
    public void Power_ScaledByDecibels_IsPower()
    {
        Assert.Equal(1, Power.FromDbm(0).Milliwatts);
        Assert.Equal(100, Power.FromDbm(20).Milliwatts, Digits);
        Assert.Equal(-3.010299956639812, Power.FromMilliwatts(0.5).Dbm, Digits);
        Assert.Equal(double.NegativeInfinity, Power.Zero.Dbm);
        Assert.Equal(Power.Zero, Power.FromDbm(double.NegativeInfinity));
        Assert.Equal(-6.5, (Power.FromDbm(-3) / Decibels.FromDb(3.5)).Dbm, Digits);
        Assert.Equal(-6.5, (Power.FromDbm(-3) * Decibels.FromDb(-3.5)).Dbm, Digits);
        Assert.Equal(-6.5, (-Decibels.FromDb(3.5) * Power.FromDbm(-3)).Dbm, Digits);
        Assert.Equal(10, Decibels.FromPowerRatio(10).Db, Digits);
        Assert.Equal(20, Decibels.FromAmplitudeRatio(10).Db, Digits);
        Assert.Equal(10, Decibels.FromDb(20).AmplitudeRatio, Digits);
        Assert.Equal(100, (Decibels.FromDb(3) + Decibels.FromDb(17)).PowerRatio, Digits);
    }

    [Fact]
    public void Scalars_AnyOrder_Scale()
    {
        Power one = Power.FromWatts(1);
        Assert.Equal(Power.FromWatts(8), 8 * one);
        Assert.Equal(Power.FromWatts(8), one * 8.0);
        Assert.Equal(Power.FromWatts(0.125), one / 8);
        Assert.Equal(8, 8 * one / one);
        Assert.Equal(Power.FromWatts(-1), -one);
        Assert.Equal(one, Power.Abs(-one));
        Assert.Equal(Power.Zero, one - one);
        Assert.Equal(Power.FromWatts(0.2), Ratio.FromPercent(20) * one);
        Assert.Equal(Ratio.FromFraction(0.25), Ratio.FromFraction(0.5) * Ratio.FromFraction(0.5));
        Assert.Equal(0.5, 1 - Ratio.FromFraction(0.5));
    }

    [Fact]
    public void Duration_Counts_AreExact()
    {
        Duration tenth = Duration.FromSeconds(0.1);
        Assert.Equal(100_000_000, tenth.Nanoseconds);
        Assert.Equal(Duration.FromSeconds(0.3), tenth + tenth + tenth);
        Assert.Equal(1_000_000_000_000_000_001, (Duration.FromNanoseconds(1_000_000_000_000_000_000) + Duration.FromNanoseconds(1)).Nanoseconds);
        Assert.Equal(3_000_000_000_000_000_003, (3 * Duration.FromNanoseconds(1_000_000_000_000_000_001)).Nanoseconds);
        Assert.Equal(Duration.FromMilliseconds(150), 1.5 * tenth);
        Assert.Equal(Duration.FromMilliseconds(25), tenth / 4);
        Assert.Equal(10, Duration.FromSeconds(1) / tenth);
        Assert.Equal(TimeSpan.FromMinutes(2), Duration.FromMinutes(2).TimeSpan);
        Assert.Equal(Duration.FromHours(1), Duration.FromTimeSpan(TimeSpan.FromHours(1)));
        Assert.Equal(long.MaxValue, Duration.FromSi(1e30).Nanoseconds);
        Assert.Equal(Duration.Zero, Duration.FromSi(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Duration.FromSeconds(1e10));
        Assert.Throws<ArgumentOutOfRangeException>(() => Duration.FromHours(double.PositiveInfinity));
    }

    [Fact]
    public void Units_ByDefinition_HaveTheirFactors()
    {
        Assert.Equal(6894.757293168361, Pressure.FromPoundsPerSquareInch(1).Pascals);
        Assert.Equal(0.45359237 * 9.80665 / (0.0254 * 0.0254), Pressure.FromPoundsPerSquareInch(1).Pascals, 9);
        Assert.Equal(Math.Pow(0.3048, 3) / 60, VolumeFlow.FromCubicFeetPerMinute(1).CubicMetersPerSecond, 15);
        Assert.Equal(25.4 * 9.80665, Pressure.FromInchesOfWater(1).Pascals, 4);
        Assert.Equal(1 / 60.0, RotationalSpeed.FromRpm(1).RevolutionsPerSecond);
        Assert.Equal(3600, Energy.FromWattHours(1).Joules);
    }
}
