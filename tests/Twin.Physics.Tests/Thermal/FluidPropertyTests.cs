using Twin.Physics.Thermal;

namespace Twin.Physics.Tests.Thermal;

public class FluidPropertyTests
{
    // U.S. Standard Atmosphere 1976, tables of the text: pressure at geopotential altitude (five digits), transport at sea level.
    [Theory]
    [InlineData(0, 101325)]
    [InlineData(1000, 89875)]
    [InlineData(3000, 70109)]
    [InlineData(5000, 54020)]
    [InlineData(11000, 22632)]
    public void DryAir_Pressure_FollowsStandardAtmosphere(double altitudeM, double expectedPa) =>
        Assert.Equal(expectedPa, DryAir.PressurePa(altitudeM), 1.0);

    [Fact]
    public void DryAir_SeaLevel_MatchesStandardAtmosphere()
    {
        Assert.Equal(1.2250, DryAir.DensityKgPerM3(15), 5e-5);
        Assert.Equal(1.7894e-5, DryAir.ViscosityPaS(15), 5e-10);
        Assert.Equal(0.025326, DryAir.ConductivityWPerMK(15), 1e-5);

        // Incropera and DeWitt, table A.4 at 300 K and 350 K; other tables differ from it by up to 0.2 %.
        Assert.Equal(1007, DryAir.SpecificHeatJPerKgK(26.85), 2.0);
        Assert.Equal(1009, DryAir.SpecificHeatJPerKgK(76.85), 2.0);
        Assert.Equal(PhysicalConstants.DryAirDensity20CKgPerM3, DryAir.DensityKgPerM3(20), 1e-12);
    }

    // CRC Handbook of Chemistry and Physics, properties of water at 0.1 MPa; later formulations moved viscosity and conductivity by up to 0.3 %.
    [Theory]
    [InlineData(20, 998.21, 4184.4, 1001.6e-6, 0.5984)]
    [InlineData(25, 997.05, 4181.6, 890.0e-6, 0.6065)]
    [InlineData(40, 992.22, 4179.6, 652.7e-6, 0.6305)]
    [InlineData(60, 983.20, 4185.1, 466.0e-6, 0.6543)]
    public void LiquidWater_Tabulated_Matches(double temperatureC, double density, double specificHeat, double viscosity, double conductivity)
    {
        Assert.Equal(density, LiquidWater.DensityKgPerM3(temperatureC), 0.05);
        Assert.Equal(specificHeat, LiquidWater.SpecificHeatJPerKgK(temperatureC), 5e-4 * specificHeat);
        Assert.Equal(viscosity, LiquidWater.ViscosityPaS(temperatureC), 3e-3 * viscosity);
        Assert.Equal(conductivity, LiquidWater.ConductivityWPerMK(temperatureC), 3e-3 * conductivity);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(30)]
    [InlineData(45)]
    public void PropyleneGlycol_WithoutGlycol_IsWater(double temperatureC)
    {
        // The mixture's polynomials were not forced through water: a percent or so at the edge of their range.
        AssertWithin(0.002, LiquidWater.DensityKgPerM3(temperatureC), PropyleneGlycolWater.DensityKgPerM3(temperatureC, 0));
        AssertWithin(0.005, LiquidWater.SpecificHeatJPerKgK(temperatureC), PropyleneGlycolWater.SpecificHeatJPerKgK(temperatureC, 0));
        AssertWithin(0.02, LiquidWater.ViscosityPaS(temperatureC), PropyleneGlycolWater.ViscosityPaS(temperatureC, 0));
        AssertWithin(0.02, LiquidWater.ConductivityWPerMK(temperatureC), PropyleneGlycolWater.ConductivityWPerMK(temperatureC, 0));
    }

    [Fact]
    public void Pg25_At40C_LiesBetweenWaterAndGlycol()
    {
        // Plausible ranges, not data of one product: heavier, thicker and worse at carrying heat than water, but only just.
        Assert.InRange(PropyleneGlycolWater.DensityKgPerM3(40), 1005, 1020);
        Assert.InRange(PropyleneGlycolWater.SpecificHeatJPerKgK(40), 3850, 4020);
        Assert.InRange(PropyleneGlycolWater.ViscosityPaS(40), 1.15e-3, 1.5e-3);
        Assert.InRange(PropyleneGlycolWater.ConductivityWPerMK(40), 0.45, 0.52);
        double volumes = (0.25 * 1036) + (0.75 * 998.2);
        Assert.Equal(PropyleneGlycolWater.Pg25MassFraction, 0.25 * 1036 / volumes, 5e-4);
    }

    private static void AssertWithin(double relative, double expected, double actual) =>
        Assert.Equal(expected, actual, relative * expected);
}
