using Twin.Physics.Thermal;

namespace Twin.Physics.Tests.Thermal;

public sealed class ThermoelectricCoolerTests
{
    // Closed forms against each other: a dozen operations on numbers of order one.
    private const double Rounding = 1e-12;

    // A module of 18 W, 70 K and 4 A at a hot face of 50 degC, as laser modules of this size carry.
    private const double HotK = 323.15;
    private static readonly ThermoelectricCooler Module = ThermoelectricCooler.FromRating(18, 70, 4, HotK);

    [Fact]
    public void FromRating_AtItsPoints_GivesTheFiguresBack()
    {
        Assert.Equal(18, Module.ColdHeatW(4, HotK, HotK), Rounding * 18);
        Assert.Equal(0, Module.ColdHeatW(4, HotK - 70, HotK), Rounding * 18);
        Assert.Equal(4, Module.CurrentOfMostHeatA(HotK - 70), Rounding * 4);

        // Bismuth telluride at 300 K: Z = 2.4 to 2.8e-3 1/K for modules on the market (CRC Handbook of Thermoelectrics, ch. 49).
        Assert.InRange(Module.FigureOfMeritPerK, 1.8e-3, 3e-3);
    }

    [Theory]
    [InlineData(0.05, 2, 0.4, 253.15)]
    [InlineData(0.02, 0.5, 0.15, 300)]
    [InlineData(0.1, 5, 1.1, 280)]
    public void MaximumDifference_WithoutHeat_IsHalfZTimesTheSquareOfTheColdTemperature(double seebeck, double resistance, double conductance, double coldK)
    {
        var cooler = new ThermoelectricCooler(seebeck, resistance, conductance);
        double expected = seebeck * seebeck * coldK * coldK / (2 * resistance * conductance);
        Assert.Equal(expected, cooler.MaximumDifferenceK(coldK), Rounding * expected);

        // No current reaches further: at the best one there is no heat left, at others the heat is below zero.
        double best = cooler.CurrentOfMostHeatA(coldK);
        Assert.Equal(0, cooler.ColdHeatW(best, coldK, coldK + expected), 1e-9);
        Assert.True(cooler.ColdHeatW(0.99 * best, coldK, coldK + expected) < 0);
        Assert.True(cooler.ColdHeatW(1.01 * best, coldK, coldK + expected) < 0);
    }

    [Theory]
    [InlineData(300, 310)]
    [InlineData(300, 340)]
    [InlineData(270, 320)]
    public void BestPerformance_AtItsCurrent_IsTheGreatestOfAllCurrents(double coldK, double hotK)
    {
        double current = Module.CurrentOfBestPerformanceA(coldK, hotK);
        double best = Module.CoefficientOfPerformance(current, coldK, hotK);
        Assert.Equal(Module.BestPerformance(coldK, hotK), best, 1e-10);
        for (double factor = 0.5; factor < 2; factor += 0.1)
        {
            Assert.True(Module.CoefficientOfPerformance(factor * current, coldK, hotK) <= best + 1e-12);
        }

        // Never better than Carnot.
        Assert.True(best < coldK / (hotK - coldK));
    }

    [Theory]
    [InlineData(2, 300, 330)]
    [InlineData(-1.5, 310, 305)]
    [InlineData(0.2, 320, 300)]
    public void Faces_DifferByThePowerAtTheTerminals(double currentA, double coldK, double hotK)
    {
        double difference = Module.HotHeatW(currentA, coldK, hotK) - Module.ColdHeatW(currentA, coldK, hotK);
        Assert.Equal(Module.PowerW(currentA, coldK, hotK), difference, 1e-11);
        Assert.Equal(Module.ConductanceWPerK * (coldK - hotK), Module.ColdHeatW(0, coldK, hotK), 1e-12);
    }
}
