using Twin.Physics.Power;

namespace Twin.Physics.Tests.Power;

public class ConverterLossTests
{
    // 80 PLUS minima for 230 V internal redundant supplies at 10, 20, 50, 100 % of rated output.
    private static readonly EfficiencyPoint[] Titanium = [new(300, 0.90), new(600, 0.94), new(1500, 0.96), new(3000, 0.91)];
    private static readonly EfficiencyPoint[] Platinum = [new(600, 0.90), new(1500, 0.94), new(3000, 0.91)];
    private static readonly EfficiencyPoint[] Gold = [new(600, 0.88), new(1500, 0.92), new(3000, 0.88)];
    private static readonly EfficiencyPoint[] Bronze = [new(600, 0.81), new(1500, 0.85), new(3000, 0.81)];

    [Fact]
    public void Fit_Titanium_ComesWithinWhatTheFormAllows()
    {
        // The certificate's efficiency falls faster from half to full load than a + c P^2 can: 1.6 points remain, 0.8 with b below zero.
        Assert.InRange(WorstError(ConverterLoss.Fit(Titanium), Titanium), 0.010, 0.016);
        ConverterLoss signed = ConverterLoss.Fit(Titanium, LinearLossTerm.EitherSign);
        Assert.True(signed.LinearRatio < 0);
        Assert.InRange(WorstError(signed, Titanium), 0.003, 0.008);
    }

    [Fact]
    public void Fit_ThreePoints_PassesThroughThemWhenTheSignMayBeEither()
    {
        foreach (EfficiencyPoint[] points in new[] { Platinum, Gold, Bronze })
        {
            Assert.InRange(WorstError(ConverterLoss.Fit(points, LinearLossTerm.EitherSign), points), 0, 1e-9);
            Assert.InRange(WorstError(ConverterLoss.Fit(points), points), 0, 0.01);
        }
    }

    [Fact]
    public void Fit_PointsOfAKnownLoss_RecoversIt()
    {
        ConverterLoss loss = new(12, 0.013, 9e-6);
        EfficiencyPoint[] points = new double[] { 100, 400, 900, 2000, 3000 }.Select(p => new EfficiencyPoint(p, loss.Efficiency(p))).ToArray();
        ConverterLoss fitted = ConverterLoss.Fit(points);
        Assert.Equal(loss.StandbyW, fitted.StandbyW, 1e-8);
        Assert.Equal(loss.LinearRatio, fitted.LinearRatio, 1e-11);
        Assert.Equal(loss.QuadraticPerW, fitted.QuadraticPerW, 1e-14);
    }

    [Fact]
    public void Fit_OnePoint_PassesThroughIt()
    {
        ConverterLoss fitted = ConverterLoss.Fit([new EfficiencyPoint(500, 0.9)]);
        Assert.Equal(0.9, fitted.Efficiency(500), 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-3)]
    [InlineData(480)]
    [InlineData(3000)]
    public void OutputW_OfInput_IsInverse(double outputW)
    {
        foreach (ConverterLoss loss in new[] { ConverterLoss.Fit(Titanium), new ConverterLoss(5, 0.02, 0), new ConverterLoss(0, 0, 1e-5) })
        {
            Assert.Equal(outputW, loss.OutputW(loss.InputW(outputW)), 1e-11 * Math.Max(1, outputW));
        }
    }

    [Fact]
    public void OutputW_BelowStandby_IsZero() => Assert.Equal(0, new ConverterLoss(5, 0.02, 1e-5).OutputW(4));

    [Fact]
    public void Fit_BadPoints_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => ConverterLoss.Fit([]));
        Assert.Throws<ArgumentException>(() => ConverterLoss.Fit([new EfficiencyPoint(0, 0.9)]));
        Assert.Throws<ArgumentException>(() => ConverterLoss.Fit([new EfficiencyPoint(10, 1.1)]));
        Assert.Throws<ArgumentException>(() => ConverterLoss.Fit([new EfficiencyPoint(10, double.NaN)]));
    }

    private static double WorstError(ConverterLoss loss, EfficiencyPoint[] points) =>
        points.Max(point => Math.Abs(loss.Efficiency(point.OutputW) - point.Efficiency));
}
