using System.Numerics;
using System.Runtime.Intrinsics;

namespace Twin.Physics.Signal;

/// <summary>Error statistics of a Reed-Solomon code with bounded-distance decoding, over lanes that share a codeword.</summary>
/// <remarks>
/// A codeword is lost when more than <see cref="Correctable"/> of its symbols are wrong (formula F1). For a port the number of wrong
/// symbols is the convolution of the lanes' distributions. The tail is summed directly while codewords are rarely lost and
/// taken as one minus the head only when the head is the small part, so the result keeps its relative accuracy (about 1e-12)
/// from one down to below 1e-200. Instances are immutable and may be shared; nothing allocates after construction.
/// </remarks>
public sealed class ReedSolomonCode
{
    private const int Capacity = 64;             // longest stretch of a distribution that is ever kept
    private const double HeadShare = 0.6;        // mean over t from which 1 - head is taken: the tail is then above 0.02 at t = 15
    private const double TailTolerance = 1e-16;
    private const double Smallest = 1e-290;      // below, terms are zero: subnormal arithmetic is slow and means nothing here

    private static readonly double[] Reciprocal = MakeReciprocal();

    // Binomial coefficients C(symbols, i), a row of Capacity per number of symbols on a lane.
    private readonly double[] _binomial;

    /// <summary>Makes a code.</summary>
    /// <param name="codewordSymbols">Symbols n per codeword, 2 to 1023.</param>
    /// <param name="messageSymbols">Message symbols k, fewer than n; n - k even and at most 62.</param>
    /// <param name="symbolBits">Bits per symbol, 1 to 16.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    /// <remarks>Allocates a table of n + 1 rows of 64 binomial coefficients.</remarks>
    public ReedSolomonCode(int codewordSymbols, int messageSymbols, int symbolBits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(codewordSymbols, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(codewordSymbols, 1023);
        ArgumentOutOfRangeException.ThrowIfLessThan(messageSymbols, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(messageSymbols, codewordSymbols);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(codewordSymbols - messageSymbols, 62);
        ArgumentOutOfRangeException.ThrowIfNotEqual((codewordSymbols - messageSymbols) % 2, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(symbolBits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(symbolBits, 16);

        CodewordSymbols = codewordSymbols;
        MessageSymbols = messageSymbols;
        SymbolBits = symbolBits;
        Correctable = (codewordSymbols - messageSymbols) / 2;
        _binomial = new double[(codewordSymbols + 1) * Capacity];
        for (int m = 0; m <= codewordSymbols; m++)
        {
            BigInteger coefficient = BigInteger.One;
            for (int i = 0; i < Capacity && i <= m; i++)
            {
                _binomial[(m * Capacity) + i] = (double)coefficient;
                coefficient = coefficient * (m - i) / (i + 1);
            }
        }
    }

    /// <summary>RS(544,514) over 10-bit symbols, t = 15 (IEEE Std 802.3 clause 91 and 119, "KP4").</summary>
    public static ReedSolomonCode Kp4 { get; } = new(544, 514, 10);

    /// <summary>RS(528,514) over 10-bit symbols, t = 7 (IEEE Std 802.3 clause 91, "KR4").</summary>
    public static ReedSolomonCode Kr4 { get; } = new(528, 514, 10);

    /// <summary>Symbols per codeword, n.</summary>
    public int CodewordSymbols { get; }

    /// <summary>Message symbols per codeword, k.</summary>
    public int MessageSymbols { get; }

    /// <summary>Bits per symbol.</summary>
    public int SymbolBits { get; }

    /// <summary>Wrong symbols that are still corrected, t = (n - k)/2.</summary>
    public int Correctable { get; }

    /// <summary>Histogram bins: codewords with 0 to t corrected symbols, then the uncorrectable ones (formula F4).</summary>
    public int HistogramBins => Correctable + 2;

    /// <summary>Bits per codeword.</summary>
    public int CodewordBits => CodewordSymbols * SymbolBits;

    /// <summary>Rate on the line of a net rate: 256b/257b transcoding and the code's own n/k (formula F2).</summary>
    /// <param name="netRateBitPerS">Rate of the client.</param>
    public double LineRateBitPerS(double netRateBitPerS) => netRateBitPerS * (257.0 / 256.0) * CodewordSymbols / MessageSymbols;

    /// <summary>Time to gather interleaved codewords before a decoder can start (formula F3).</summary>
    /// <param name="lineRateBitPerS">Rate on the line of all lanes together.</param>
    /// <param name="interleavedCodewords">Codewords gathered at once: 1 for 100G, 2 for 400G, 4 for 800G.</param>
    public double GatherTimeS(double lineRateBitPerS, int interleavedCodewords = 1) => interleavedCodewords * CodewordBits / lineRateBitPerS;

    /// <summary>Ratio of wrong symbols for independent bit errors, 1 - (1 - BER)^bits (formula F1).</summary>
    /// <param name="bitErrorRatio">Inside [0, 1].</param>
    /// <returns>Accurate to a few ulps also for the smallest ratios: summed as BER (1 + q + q^2 ...), q = 1 - BER.</returns>
    public double SymbolErrorRatio(double bitErrorRatio)
    {
        double sum = 1.0, q = 1.0 - bitErrorRatio;
        for (int i = 1; i < SymbolBits; i++)
            sum = (sum * q) + 1.0;
        return bitErrorRatio * sum;
    }

    /// <summary>Symbol error ratios of many lanes.</summary>
    /// <param name="bitErrorRatios">Bit error ratio per lane.</param>
    /// <param name="symbolErrorRatios">Out: same length; may be the same memory.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void SymbolErrorRatios(ReadOnlySpan<double> bitErrorRatios, Span<double> symbolErrorRatios)
    {
        if (bitErrorRatios.Length != symbolErrorRatios.Length)
            throw new ArgumentException("One symbol error ratio per lane.", nameof(symbolErrorRatios));
        for (int i = 0; i < bitErrorRatios.Length; i++)
            symbolErrorRatios[i] = SymbolErrorRatio(bitErrorRatios[i]);
    }

    /// <summary>Adds a retimed segment: a symbol is wrong behind two segments when it is wrong in either.</summary>
    /// <param name="symbolErrorRatio">Symbol error ratio so far.</param>
    /// <param name="segmentSymbolErrorRatio">Symbol error ratio of the next segment, independent of the ones before.</param>
    /// <returns>p + q - p q; that a second error repairs the first (one in 1023) is neglected.</returns>
    public static double AddSegment(double symbolErrorRatio, double segmentSymbolErrorRatio) =>
        symbolErrorRatio + (segmentSymbolErrorRatio * (1.0 - symbolErrorRatio));

    /// <summary>Symbols of a codeword that a lane carries when n symbols are dealt out in turn.</summary>
    /// <param name="lane">Lane, from zero.</param>
    /// <param name="laneCount">Lanes that share the codeword, 1 to n.</param>
    /// <returns>n/lanes, rounded down or up so that the lanes' symbols add up to n.</returns>
    public int LaneSymbols(int lane, int laneCount) =>
        ((lane + 1) * CodewordSymbols / laneCount) - (lane * CodewordSymbols / laneCount);

    /// <summary>Codeword error ratio for independent symbol errors (formula F1).</summary>
    /// <param name="symbolErrorRatio">Inside [0, 1].</param>
    public double CodewordErrorRatio(double symbolErrorRatio) =>
        Evaluate(new ReadOnlySpan<double>(in symbolErrorRatio), default).CodewordErrorRatio;

    /// <summary>Codeword error ratio of a port whose lanes have different symbol error ratios.</summary>
    /// <param name="laneSymbolErrorRatios">One per lane that carries a share of each codeword, 1 to n lanes, inside [0, 1].</param>
    public double CodewordErrorRatio(ReadOnlySpan<double> laneSymbolErrorRatios) =>
        Evaluate(laneSymbolErrorRatios, default).CodewordErrorRatio;

    /// <summary>Codeword statistics of a port whose lanes have different symbol error ratios.</summary>
    /// <param name="laneSymbolErrorRatios">One per lane that carries a share of each codeword, 1 to n lanes, inside [0, 1].</param>
    /// <param name="histogram">Out: <see cref="HistogramBins"/> ratios of codewords by number of corrected symbols, the last bin the
    /// uncorrectable ones; or empty if not wanted.</param>
    /// <exception cref="ArgumentException">No lane, more lanes than symbols, or a histogram of another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A ratio is outside [0, 1] or NaN.</exception>
    public CodewordStatistics Evaluate(ReadOnlySpan<double> laneSymbolErrorRatios, Span<double> histogram) =>
        Evaluate(laneSymbolErrorRatios, SymbolBurst.None, histogram);

    /// <summary>Codeword statistics of a port on whose lanes one error event wrongs a run of symbols.</summary>
    /// <param name="laneSymbolErrorRatios">Error events per symbol and lane, inside [0, 1]; without bursts the symbol error ratio itself.</param>
    /// <param name="burst">How far an event spreads within a codeword.</param>
    /// <param name="histogram">Out: <see cref="HistogramBins"/> ratios as above, or empty.</param>
    /// <exception cref="ArgumentException">No lane, more lanes than symbols, or a histogram of another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A ratio is outside [0, 1] or NaN.</exception>
    /// <remarks>
    /// With bursts the number of wrong symbols of a lane is compound binomial (events independent, overlap of two runs counted
    /// twice, a run cut at the lane's share), by Panjer's recursion (ASTIN Bulletin 12 (1981) 22), whose terms are all positive up to the lane's share.
    /// </remarks>
    public CodewordStatistics Evaluate(ReadOnlySpan<double> laneSymbolErrorRatios, in SymbolBurst burst, Span<double> histogram)
    {
        int lanes = laneSymbolErrorRatios.Length;
        if (lanes < 1 || lanes > CodewordSymbols)
            throw new ArgumentException("A codeword is shared by one lane to as many as it has symbols.", nameof(laneSymbolErrorRatios));
        if (!histogram.IsEmpty && histogram.Length != HistogramBins)
            throw new ArgumentException("The histogram has one bin per number of corrected symbols and one for uncorrectable.", nameof(histogram));

        // 1. Means: they choose the method and the number of terms.
        double mean = 0.0, odds = 0.0;
        for (int lane = 0; lane < lanes; lane++)
        {
            double p = laneSymbolErrorRatios[lane];
            if (!(p >= 0.0 && p <= 1.0))
                ThrowRatio(p, nameof(laneSymbolErrorRatios));
            int symbols = LaneSymbols(lane, lanes);
            mean += symbols * p;
            odds += symbols * p / Math.Max(1.0 - p, 1e-3);
        }

        bool bursts = burst.MeanSymbols > 1.0;
        mean = Math.Min(mean * burst.MeanSymbols, CodewordSymbols);
        double eventFactor = 1.0 + burst.NeighbourEvents;
        bool fromHead = mean >= HeadShare * Correctable;
        int terms = fromHead ? Correctable + 1 : bursts ? BurstTerms(odds * eventFactor, burst) : Terms(odds);

        // 2. Distribution of the number of wrong symbols, lane by lane.
        Span<double> total = stackalloc double[Capacity];
        Span<double> lanePart = stackalloc double[Capacity];
        Span<double> product = stackalloc double[Capacity];
        Span<double> run = stackalloc double[2 * Capacity];
        if (bursts)
            burst.ReversedRunLengths(run[..Capacity], run[Capacity..]);
        for (int lane = 0; lane < lanes; lane++)
        {
            double p = laneSymbolErrorRatios[lane];
            int symbols = LaneSymbols(lane, lanes);
            Span<double> target = lane == 0 ? total : lanePart;
            target.Clear();
            if (p == 0.0)
                target[0] = 1.0;
            else if (bursts)
                CompoundBinomial(symbols, Math.Min(p * eventFactor, 1.0), run[..Capacity], run[Capacity..], target[..terms]);
            else
                Binomial(symbols, p, target[..terms]);
            if (lane > 0)
            {
                Convolve(total, lanePart, product, terms);
                Span<double> swap = total;
                total = product;
                product = swap;
            }
        }

        // 3. Tail: summed directly, or what the head leaves.
        double lost = 0.0, lostSymbols = 0.0;
        if (fromHead)
        {
            double head = 0.0, headSymbols = 0.0;
            for (int i = Correctable; i >= 0; i--)
            {
                head += total[i];
                headSymbols += i * total[i];
            }

            lost = Math.Clamp(1.0 - head, 0.0, 1.0);
            lostSymbols = Math.Max(mean - headSymbols, 0.0);
        }
        else
        {
            for (int i = terms - 1; i > Correctable; i--)
            {
                lost += total[i];
                lostSymbols += i * total[i];
            }

            double ratio = bursts && total[terms - 2] > 0.0 ? total[terms - 1] / total[terms - 2] : 0.0;
            if (ratio is > 0.0 and < 1.0)
            {
                double rest = total[terms - 1] * ratio / (1.0 - ratio);
                lost += rest;
                lostSymbols += rest * (terms + (ratio / (1.0 - ratio)));
            }
        }

        if (!histogram.IsEmpty)
        {
            total[..(Correctable + 1)].CopyTo(histogram);
            histogram[^1] = lost;
        }

        return new CodewordStatistics(lost, lostSymbols / CodewordSymbols, mean / CodewordSymbols);
    }

    // Terms until the tail beyond is below TailTolerance of its first. Neighbouring terms of any sum of independent symbols
    // obey P(i+1)/P(i) <= odds/(i+1) (Maclaurin's inequality on elementary symmetric sums).
    private int Terms(double odds)
    {
        int terms = Correctable + 2;
        double relative = 1.0;
        while (terms < Capacity && relative > TailTolerance)
        {
            relative *= odds * Reciprocal[terms];
            terms++;
        }

        return terms;
    }

    // Runs stretch the tail: neighbouring terms fall at least about as fast as single events, pairs of a run and the run itself
    // would together; what lies beyond is added as a geometric rest.
    private int BurstTerms(double odds, in SymbolBurst burst)
    {
        double share = odds / (Correctable + 2);
        double ratio = burst.Continuation + (share * (1.0 - burst.FirstContinuation))
            + Math.Sqrt(2.0 * share * burst.FirstContinuation * (1.0 - burst.Continuation));
        double terms = ratio < 0.5 ? Math.Log(TailTolerance) / Math.Log(Math.Max(ratio, 1e-4)) : Capacity;
        return (int)Math.Min(Correctable + 2 + Math.Ceiling(terms), Capacity);
    }

    private void Binomial(int symbols, double p, Span<double> distribution)
    {
        int last = Math.Min(symbols, distribution.Length - 1);
        if (p > 0.5)
        {
            // From the top, where the mass is: the odds of a dead lane would overflow from below.
            double value = Power(p, symbols);
            double ratio = (1.0 - p) / p;
            for (int i = symbols; i >= 0 && value > Smallest; i--)
            {
                if (i <= last)
                    distribution[i] = value;
                value *= ratio * i / (symbols - i + 1);
            }

            return;
        }

        double odds = p / (1.0 - p);
        double power = Power(1.0 - p, symbols);
        ReadOnlySpan<double> coefficients = _binomial.AsSpan(symbols * Capacity, Capacity);
        for (int i = 0; i <= last && power > Smallest; i++)
        {
            distribution[i] = coefficients[i] * power;
            power *= odds;
        }
    }

    // Panjer: g(i) = odds sum over k of ((m + 1) k/i - 1) f(k) g(i - k). The run lengths f(k) and k f(k) come reversed, so that both
    // sums are products of two contiguous stretches.
    private static void CompoundBinomial(
        int symbols, double p, ReadOnlySpan<double> reversedRun, ReadOnlySpan<double> reversedWeighted, Span<double> distribution)
    {
        int last = Math.Min(symbols, distribution.Length - 1);
        if (p > 1.0 - 1e-9)
        {
            if (symbols <= last)
                distribution[symbols] = 1.0;
            return;
        }

        double odds = p / (1.0 - p);
        distribution[0] = Power(1.0 - p, symbols);
        for (int i = 1; i <= last; i++)
        {
            ReadOnlySpan<double> known = distribution[..i];
            double plain = Dot(known, reversedRun.Slice(Capacity - 1 - i, i));
            double weighted = Dot(known, reversedWeighted.Slice(Capacity - 1 - i, i));
            double value = odds * (((symbols + 1) * Reciprocal[i] * weighted) - plain);
            distribution[i] = value > Smallest ? value : 0.0;
        }
    }

    private static double Dot(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        double sum = 0.0;
        int i = 0;
        if (Vector256.IsHardwareAccelerated && first.Length >= 4)
        {
            Vector256<double> sums = Vector256<double>.Zero;
            for (; i + 4 <= first.Length; i += 4)
                sums = Vector256.FusedMultiplyAdd(Vector256.Create(first.Slice(i, 4)), Vector256.Create(second.Slice(i, 4)), sums);
            sum = Vector256.Sum(sums);
        }

        for (; i < first.Length; i++)
            sum = Math.FusedMultiplyAdd(first[i], second[i], sum);
        return sum;
    }

    // product = first * second, cut at 'terms'; buffers are Capacity long, and what lies above the cut is never read as a result.
    private static void Convolve(ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> product, int terms)
    {
        int padded = (terms + 3) & ~3;
        product[..padded].Clear();
        for (int j = 0; j < terms; j++)
        {
            double factor = second[j];
            if (factor == 0.0)
                continue;
            int length = terms - j;
            int i = 0;
            if (Vector256.IsHardwareAccelerated)
            {
                Vector256<double> scale = Vector256.Create(factor);
                for (; i + 4 <= length; i += 4)
                {
                    Span<double> target = product.Slice(i + j, 4);
                    Vector256.FusedMultiplyAdd(scale, Vector256.Create(first.Slice(i, 4)), Vector256.Create((ReadOnlySpan<double>)target)).CopyTo(target);
                }
            }

            for (; i < length; i++)
                product[i + j] = Math.FusedMultiplyAdd(factor, first[i], product[i + j]);
        }
    }

    private static double Power(double value, int exponent)
    {
        double result = 1.0;
        for (; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0)
                result *= value;
            value *= value;
        }

        return result;
    }

    private static double[] MakeReciprocal()
    {
        double[] table = new double[Capacity + 1];
        for (int i = 1; i < table.Length; i++)
            table[i] = 1.0 / i;
        return table;
    }

    private static void ThrowRatio(double p, string name) =>
        throw new ArgumentOutOfRangeException(name, p, "A symbol error ratio lies inside [0, 1].");
}
