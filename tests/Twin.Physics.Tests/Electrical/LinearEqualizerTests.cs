using Twin.Physics.Electrical;
using Twin.Physics.Tests.Signal;

namespace Twin.Physics.Tests.Electrical;

public class LinearEqualizerTests
{
    private const double QuadratureTolerance = 1e-8;
    private static readonly double Design = Math.Pow(10.0, 1.766);

    [Theory]
    [InlineData(0.5)]
    [InlineData(4.0)]
    [InlineData(22.0)]
    [InlineData(45.0)]
    public void ZeroForcing_PureLaws_MatchClosedForms(double lossDb)
    {
        double a = lossDb * Math.Log(10.0) / 10.0;
        ReferenceFile.Relative((Math.Exp(a) - 1.0) / a, Gain(EqualizerKind.ZeroForcingLinear, 0.0, lossDb), QuadratureTolerance);
        ReferenceFile.Relative(2.0 * (((a - 1.0) * Math.Exp(a)) + 1.0) / (a * a), Gain(EqualizerKind.ZeroForcingLinear, 1.0, lossDb), QuadratureTolerance);
        ReferenceFile.Relative(Math.Exp(a / 2.0), Gain(EqualizerKind.ZeroForcingDecisionFeedback, 0.0, lossDb), QuadratureTolerance);
        ReferenceFile.Relative(Math.Exp(a * 2.0 / 3.0), Gain(EqualizerKind.ZeroForcingDecisionFeedback, 1.0, lossDb), QuadratureTolerance);
    }

    [Theory]
    [InlineData(4.0)]
    [InlineData(16.0)]
    [InlineData(29.0)]
    public void MinimumErrorLinear_LinearLaw_MatchesClosedForm(double lossDb)
    {
        // Integral of 1/(1 + S e^(-a u)) over u is ln((e^a + S)/(1 + S))/a.
        double a = lossDb * Math.Log(10.0) / 10.0;
        double s = Design * Gain(EqualizerKind.MinimumErrorLinear, 0.0, lossDb);
        double mean = Math.Log((Math.Exp(a) + s) / (1.0 + s)) / a;
        ReferenceFile.Relative(Design, (1.0 / mean) - 1.0, 1e-7);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.6)]
    [InlineData(1.0)]
    public void Kinds_AtAnyLoss_AreOrdered(double rootShare)
    {
        // Feedback never worse than linear, least error never worse than zero forcing, none better than no loss.
        for (double loss = 0.5; loss <= 45.0; loss += 0.5)
        {
            double zeroLinear = Gain(EqualizerKind.ZeroForcingLinear, rootShare, loss), least = Gain(EqualizerKind.MinimumErrorLinear, rootShare, loss);
            double zeroFeedback = Gain(EqualizerKind.ZeroForcingDecisionFeedback, rootShare, loss), feedback = Gain(EqualizerKind.MinimumErrorDecisionFeedback, rootShare, loss);
            Assert.True(zeroLinear >= least && least >= feedback && zeroFeedback >= feedback && feedback > 1.0, $"{loss} dB");
        }
    }

    [Theory]
    [InlineData(EqualizerKind.ZeroForcingLinear)]
    [InlineData(EqualizerKind.MinimumErrorLinear)]
    [InlineData(EqualizerKind.ZeroForcingDecisionFeedback)]
    [InlineData(EqualizerKind.MinimumErrorDecisionFeedback)]
    public void Table_BetweenItsPoints_IsAccurateAndMonotonic(EqualizerKind kind)
    {
        LinearEqualizer equalizer = new(kind);
        Assert.Equal(0.0, equalizer.NoiseGainDb(-1.0));
        Assert.Equal(1.0, equalizer.NoiseGain(0.0));
        double last = 0.0;
        for (double loss = 0.0; loss < 60.0; loss += 0.173)
        {
            double gainDb = equalizer.NoiseGainDb(loss);
            Assert.True(gainDb >= last);
            last = gainDb;
            if (loss <= LinearEqualizer.LargestLossDb)
            {
                double exact = LinearEqualizer.ExactNoiseGain(kind, equalizer.RootShare, loss, Design);
                Assert.Equal(10.0 * Math.Log10(exact), gainDb, 2e-4);
                ReferenceFile.Relative(exact, equalizer.NoiseGain(loss), 5e-5);
            }
        }

        double[] span = [0.0, 7.3, 44.99, 51.0], gains = new double[4];
        equalizer.NoiseGainDb(span, gains);
        Assert.Equal(span.Select(equalizer.NoiseGainDb), gains);
        ReferenceFile.Relative(equalizer.NoiseGain(45.0), equalizer.NoiseGain(45.0 - 1e-9), 1e-6);
    }

    [Fact]
    public void BandwidthLoss_AtNyquist_IsThreeDecibels()
    {
        Assert.Equal(10.0 * Math.Log10(2.0), LinearEqualizer.BandwidthLossDb(26.5625e9, 26.5625e9), 1e-12);
        Assert.Equal(0.0, LinearEqualizer.BandwidthLossDb(26.5625e9, double.PositiveInfinity));
    }

    private static double Gain(EqualizerKind kind, double rootShare, double lossDb) =>
        LinearEqualizer.ExactNoiseGain(kind, rootShare, lossDb, Design);
}
