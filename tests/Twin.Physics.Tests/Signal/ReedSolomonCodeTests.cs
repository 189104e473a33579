using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Twin.Physics.Signal;

namespace Twin.Physics.Tests.Signal;

public class ReedSolomonCodeTests
{
    private const double OracleTolerance = 1e-5;     // printed digits
    private const double ExactTolerance = 1e-11;     // (1-p)^528 by squaring: 528 half ulps; sums of positive terms

    public static TheoryData<string> Oracles => [.. ReferenceFile.OpticalIds("FEC-1@")];

    [Theory]
    [MemberData(nameof(Oracles))]
    public void Kp4_IndependentErrors_MatchesOracle(string id)
    {
        double p = ReedSolomonCode.Kp4.SymbolErrorRatio(ReferenceFile.Input(id, "BER"));
        ReferenceFile.Relative(ReferenceFile.Expected(id, "symbol_error"), p, 1e-8);
        ReferenceFile.Relative(ReferenceFile.Expected(id, "codeword_error_ratio"), ReedSolomonCode.Kp4.CodewordErrorRatio(p), OracleTolerance);
    }

    [Theory]
    [InlineData("electrical/kp4_fec.csv", true)]
    [InlineData("electrical/kr4_fec.csv", false)]
    public void Code_ClosedFormTable_MatchesBeforeAndBehindDecoder(string file, bool kp4)
    {
        ReedSolomonCode code = kp4 ? ReedSolomonCode.Kp4 : ReedSolomonCode.Kr4;
        foreach (Dictionary<string, string> row in ReferenceFile.Csv(file))
        {
            double ratio = ReferenceFile.Parse(row["pre_fec_ber"]);
            double p = code.SymbolErrorRatio(ratio);
            CodewordStatistics statistics = code.Evaluate([p], default);
            ReferenceFile.Relative(ReferenceFile.Parse(row["rs_symbol_error_prob"]), p, 1e-9);
            ReferenceFile.Relative(ReferenceFile.Parse(row["codeword_error_prob"]), statistics.CodewordErrorRatio, 1e-6);
            ReferenceFile.Relative(ReferenceFile.Parse(row["post_fec_symbol_error_prob"]), statistics.PostFecSymbolErrorRatio, 1e-6);
            ReferenceFile.Relative(ReferenceFile.Parse(row["post_fec_ber"]), statistics.PostFecBitErrorRatio(ratio), 1e-6);
        }
    }

    [Fact]
    public void Kr4_AtKp4Limit_MatchesOracle() =>
        ReferenceFile.Relative(
            ReferenceFile.Expected("FEC-2", "codeword_error_ratio"),
            ReedSolomonCode.Kr4.CodewordErrorRatio(ReedSolomonCode.Kr4.SymbolErrorRatio(2.4e-4)),
            OracleTolerance);

    [Theory]
    [InlineData(1e-9)]
    [InlineData(1e-6)]
    [InlineData(1e-4)]
    [InlineData(0.0024)]
    [InlineData(0.0165)]      // either side of the change of method
    [InlineData(0.0166)]
    [InlineData(0.03)]
    [InlineData(0.4)]
    [InlineData(0.999)]
    public void Kp4_AnyRatio_AgreesWithExactRationalSum(double p)
    {
        double expected = ExactTail(544, 15, p);
        ReferenceFile.Relative(expected, ReedSolomonCode.Kp4.CodewordErrorRatio(p), ExactTolerance);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(32)]
    public void Lanes_AllEqual_ReproduceTheBinomial(int lanes)
    {
        Assert.Equal(544, Enumerable.Range(0, lanes).Sum(lane => ReedSolomonCode.Kp4.LaneSymbols(lane, lanes)));
        foreach (double p in new[] { 1e-8, 1e-5, 2.4e-3, 9e-3, 2e-2, 0.2 })
        {
            double[] ratios = [.. Enumerable.Repeat(p, lanes)];
            double[] histogram = new double[17], single = new double[17];
            CodewordStatistics many = ReedSolomonCode.Kp4.Evaluate(ratios, histogram);
            CodewordStatistics one = ReedSolomonCode.Kp4.Evaluate([p], single);
            ReferenceFile.Relative(one.CodewordErrorRatio, many.CodewordErrorRatio, ExactTolerance);
            ReferenceFile.Relative(one.PostFecSymbolErrorRatio, many.PostFecSymbolErrorRatio, ExactTolerance);
            for (int i = 0; i < 17; i++)
                ReferenceFile.Relative(single[i], histogram[i], ExactTolerance);
        }
    }

    [Fact]
    public void Lanes_Unequal_AgreeWithEnumerationOfEveryPattern()
    {
        // RS(12,8), t = 2: all 4096 patterns of wrong symbols, weighted one by one.
        ReedSolomonCode code = new(12, 8, 4);
        foreach (double[] ratios in new double[][] { [1e-3, 2e-2, 3e-4], [0.1, 1e-9, 0.3, 0.0], [1.0, 1e-4], [0.4, 0.02, 0.6, 1e-6, 0.1], [1e-5, 1e-7] })
        {
            double[] symbol = [.. Enumerable.Range(0, ratios.Length).SelectMany(l => Enumerable.Repeat(ratios[l], code.LaneSymbols(l, ratios.Length)))];
            double[] expected = new double[13];
            for (int pattern = 0; pattern < 1 << 12; pattern++)
            {
                double weight = 1.0;
                for (int i = 0; i < 12; i++)
                    weight *= (pattern >> i & 1) != 0 ? symbol[i] : 1.0 - symbol[i];
                expected[BitOperations.PopCount((uint)pattern)] += weight;
            }

            double[] histogram = new double[code.HistogramBins];
            CodewordStatistics statistics = code.Evaluate(ratios, histogram);
            for (int i = 0; i <= 2; i++)
                Assert.Equal(expected[i], histogram[i], 1e-13);
            ReferenceFile.Relative(expected.Skip(3).Sum(), statistics.CodewordErrorRatio, ExactTolerance);
            ReferenceFile.Relative(expected.Skip(3).Select((w, i) => w * (i + 3)).Sum() / 12.0, statistics.PostFecSymbolErrorRatio, ExactTolerance);
            ReferenceFile.Relative(symbol.Average(), statistics.SymbolErrorRatio, ExactTolerance);
        }
    }

    [Fact]
    public void Lanes_OneBadOfEight_IsNotABadPort()
    {
        // One lane at ten times the limit: its own codewords would be lost, the port's mean of 17.6e-4 says otherwise.
        ReedSolomonCode code = ReedSolomonCode.Kp4;
        double[] ratios = [.. Enumerable.Repeat(code.SymbolErrorRatio(1e-6), 8)];
        ratios[3] = code.SymbolErrorRatio(2.4e-3);
        double port = code.CodewordErrorRatio(ratios);
        Assert.True(port < 1e-9 && port > 1e-13, $"{port:E3}");
        Assert.True(code.CodewordErrorRatio(ratios[3]) > 0.1);
        ratios[3] = 1.0;
        Assert.Equal(1.0, code.CodewordErrorRatio(ratios));
    }

    [Fact]
    public void SegmentsAndTails_SmallRatios_KeepTheirDigits()
    {
        Assert.Equal(3e-20, ReedSolomonCode.AddSegment(1e-20, 2e-20), 1e-34);
        Assert.Equal(1.0, ReedSolomonCode.AddSegment(1.0, 0.3));
        ReferenceFile.Relative(1e-17, ReedSolomonCode.Kp4.SymbolErrorRatio(1e-18), 1e-15);
        double tiny = ReedSolomonCode.Kp4.CodewordErrorRatio(1e-9);
        ReferenceFile.Relative(ExactTail(544, 15, 1e-9), tiny, ExactTolerance);
        Assert.InRange(tiny, 1e-115, 1e-112);
    }

    [Theory]
    [InlineData("100G_1cw", 100e9, 1)]
    [InlineData("200G_1cw", 200e9, 1)]
    [InlineData("400G_2cw", 400e9, 2)]
    [InlineData("800G_4cw", 800e9, 4)]
    public void GatherTime_OfPorts_MatchesOracle(string name, double netRate, int codewords)
    {
        double line = ReedSolomonCode.Kp4.LineRateBitPerS(netRate);
        ReferenceFile.Relative(1.0625 * netRate, line, 1e-14);       // FEC-3: 100 to 106.25 Gb/s
        ReferenceFile.Relative(1e-9 * ReferenceFile.Expected("FEC-4", name), ReedSolomonCode.Kp4.GatherTimeS(line, codewords), 1e-6);
    }

    [Fact]
    public void FrameLoss_AtLimit_MatchesPublishedRatios()
    {
        CodewordStatistics statistics = ReedSolomonCode.Kp4.Evaluate([ReedSolomonCode.Kp4.SymbolErrorRatio(2.4e-4)], default);
        Assert.Equal(9.2e-13, statistics.FrameLossRatio(), 0.05e-12);      // published with two digits (FEC-05)
        Assert.Equal(1.7e-12, statistics.FrameLossRatio(interleavedCodewords: 2), 0.05e-12);
        Assert.Equal(3.4e-12, statistics.FrameLossRatio(interleavedCodewords: 4), 0.05e-12);
        Assert.Equal(1.0, new CodewordStatistics(1.0, 0.5, 0.5).FrameLossRatio());
    }

    [Theory]
    [InlineData(0.0, false)]
    [InlineData(0.75, false)]
    [InlineData(0.75, true)]
    public void Burst_MeanWrongSymbols_AreKeptByInterleaving(double propagation, bool precoded)
    {
        SymbolBurst alone = SymbolBurst.DecisionFeedback(propagation, precoded: precoded);
        foreach (int codewords in new[] { 2, 4 })
        {
            SymbolBurst interleaved = SymbolBurst.DecisionFeedback(propagation, precoded: precoded, interleavedCodewords: codewords);
            ReferenceFile.Relative(alone.MeanSymbols, interleaved.MeanSymbols, 1e-14);
        }

        if (propagation == 0.0)
            Assert.Equal(SymbolBurst.None, alone);
    }

    [Theory]
    [InlineData(1e-4, 0.75, false, 1)]
    [InlineData(1e-6, 0.75, false, 1)]
    [InlineData(2e-3, 0.75, true, 1)]
    [InlineData(2e-3, 0.75, false, 4)]
    [InlineData(8e-3, 0.5, false, 2)]
    [InlineData(3e-2, 0.75, false, 1)]
    public void Burst_OfRuns_AgreesWithDirectCompoundSum(double p, double propagation, bool precoded, int codewords)
    {
        // Sum over events n of C(m,n) p^n (1-p)^(m-n) times the n-fold convolution of the run lengths.
        const int Length = 120;
        ReedSolomonCode code = ReedSolomonCode.Kp4;
        SymbolBurst burst = SymbolBurst.DecisionFeedback(propagation, precoded: precoded, interleavedCodewords: codewords);
        double[] run = new double[Length];
        run[1] = 1.0 - burst.FirstContinuation;
        for (int k = 2; k < run.Length; k++)
            run[k] = burst.FirstContinuation * (1.0 - burst.Continuation) * Math.Pow(burst.Continuation, k - 2);
        double[] expected = new double[Length], fold = new double[Length];
        fold[0] = 1.0;
        double events = p * (1.0 + burst.NeighbourEvents);
        double weight = Math.Pow(1.0 - events, 544);
        for (int n = 0; n < Length; n++)
        {
            for (int i = 0; i < Length; i++)
                expected[i] += weight * fold[i];
            weight *= (544.0 - n) / (n + 1) * events / (1.0 - events);
            double[] next = new double[Length];
            for (int i = 0; i < Length; i++)
            {
                for (int k = 1; k + i < Length; k++)
                    next[i + k] += fold[i] * run[k];
            }

            fold = next;
        }

        double[] histogram = new double[17];
        CodewordStatistics statistics = code.Evaluate([p], burst, histogram);
        // Beyond the last term kept the tail is taken as geometric: 1e-9 of the whole.
        ReferenceFile.Relative(expected.Skip(16).Sum(), statistics.CodewordErrorRatio, 1e-9);
        for (int i = 0; i < 16; i++)
            ReferenceFile.Relative(expected[i], histogram[i], ExactTolerance);
    }

    [Fact]
    public void Burst_SameMeanOfWrongSymbols_IsFarWorseThanIndependent()
    {
        SymbolBurst burst = SymbolBurst.DecisionFeedback(SymbolBurst.FullTapPropagation);
        double bursty = ReedSolomonCode.Kp4.Evaluate([1e-4], burst, default).CodewordErrorRatio;
        Assert.True(bursty > 1e6 * ReedSolomonCode.Kp4.CodewordErrorRatio(1e-4 * burst.MeanSymbols));
    }

    [Fact]
    public void Burst_PrecodingAndInterleaving_HelpAtTheSameEventRatio()
    {
        double p = ReedSolomonCode.Kp4.SymbolErrorRatio(5e-5);
        double plain = Ratio(SymbolBurst.DecisionFeedback(0.75));
        Assert.True(Ratio(SymbolBurst.DecisionFeedback(0.75, precoded: true)) < plain);
        Assert.True(Ratio(SymbolBurst.DecisionFeedback(0.75, interleavedCodewords: 4)) < plain);
        Assert.True(Ratio(SymbolBurst.None) < Ratio(SymbolBurst.DecisionFeedback(0.75, precoded: true)));

        double Ratio(SymbolBurst burst) => ReedSolomonCode.Kp4.Evaluate([p, p, p, p], burst, default).CodewordErrorRatio;
    }

    [Fact]
    public void Histogram_AnyLanes_SumsToOneAndRisesWithWorseLanes()
    {
        Gen<double[]> lanes = Gen.ArrayOf(Gen.Choose(0, 1200).Select(i => Math.Pow(10.0, -i / 100.0)), 8);
        Prop.ForAll(lanes.ToArbitrary(), ratios =>
        {
            double[] histogram = new double[17];
            CodewordStatistics statistics = ReedSolomonCode.Kp4.Evaluate(ratios, histogram);
            double[] worse = [.. ratios];
            worse[5] = Math.Min(1.0, worse[5] * 1.5);
            return Math.Abs(histogram.Sum() - 1.0) < 1e-12
                && ReedSolomonCode.Kp4.CodewordErrorRatio(worse) >= statistics.CodewordErrorRatio * (1.0 - 1e-12);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Evaluate_WrongCall_Refuses()
    {
        Assert.Throws<ArgumentException>(() => ReedSolomonCode.Kp4.Evaluate([], default));
        Assert.Throws<ArgumentException>(() => ReedSolomonCode.Kp4.Evaluate([0.1], new double[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReedSolomonCode.Kp4.Evaluate([double.NaN], default));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReedSolomonCode.Kp4.Evaluate([1.1], default));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReedSolomonCode(544, 513, 10));
    }

    // Tail with p as the exact binary fraction it is, in integers: no rounding but the last.
    private static double ExactTail(int n, int t, double p)
    {
        long bits = BitConverter.DoubleToInt64Bits(p);
        int shift = 1075 - (int)(bits >> 52);
        BigInteger wrong = (bits & 0xFFFFFFFFFFFFFL) | 0x10000000000000L;
        BigInteger right = (BigInteger.One << shift) - wrong;
        BigInteger sum = BigInteger.Zero, coefficient = BigInteger.One, power = BigInteger.One;
        for (int i = n; i > t; i--)      // Horner in 'wrong', from the top
        {
            sum = (sum * wrong) + (coefficient * power);
            power *= right;
            coefficient = coefficient * i / (n - i + 1);
        }

        sum *= BigInteger.Pow(wrong, t + 1);
        // sum / 2^(shift n), brought near 60 bits first.
        int excess = (int)Math.Max(sum.GetBitLength() - 60, 0);
        return Math.ScaleB((double)(sum >> excess), excess - (shift * n));
    }
}
