namespace Twin.Physics.Signal;

/// <summary>How one error event on a lane spreads over the symbols of a codeword.</summary>
/// <param name="NeighbourEvents">Events per error event that start in symbols of the other interleaved codewords and first reach
/// this one later; zero without interleaving.</param>
/// <param name="FirstContinuation">Probability that a wrong symbol of the codeword is followed by a second wrong one on the lane.</param>
/// <param name="Continuation">Probability of each further one, below 1.</param>
/// <remarks>The default value is "no bursts". A run of k has probability (1 - c) for k = 1 and c (1 - a) a^(k-2) beyond.</remarks>
public readonly record struct SymbolBurst(double NeighbourEvents, double FirstContinuation, double Continuation)
{
    /// <summary>One-tap DFE with coefficient 1 on PAM4: a wrong decision makes the next wrong with probability 3/4 (reference FEC-15).</summary>
    public const double FullTapPropagation = 0.75;

    /// <summary>Independent symbol errors.</summary>
    public static SymbolBurst None => default;

    /// <summary>Mean number of wrong symbols per error event on the lane, over all interleaved codewords.</summary>
    public double MeanSymbols => (1.0 + NeighbourEvents) * (1.0 + (FirstContinuation / (1.0 - Continuation)));

    /// <summary>Bursts of a one-tap decision feedback equaliser.</summary>
    /// <param name="propagation">Probability b inside [0, 1) that a wrong decision makes the next one wrong; runs of line symbols then fall as b^k.</param>
    /// <param name="lineSymbolsPerCodeSymbol">Line symbols s per code symbol: 5 for PAM4 and 10 bits, 10 for NRZ.</param>
    /// <param name="precoded">Whether the lane is precoded with 1/(1+D) mod 4, which leaves two wrong line symbols of a run of any
    /// length: the first and the one behind the last.</param>
    /// <param name="interleavedCodewords">Codewords whose symbols take turns on the lane, at least 1.</param>
    /// <remarks>
    /// A run starts anywhere in a code symbol. Without precoding it reaches the next code symbol with probability
    /// c = (b + b^2 + ... + b^s)/s and each further one with a = b^s. With precoding its two errors lie in different code symbols
    /// with probability (1 + b + ... + b^(s-1))/s. Of interleaved codewords each meets every I-th symbol of the run; runs that
    /// began in a neighbour's symbol are counted as events of their own, so the mean number of wrong symbols is kept.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    public static SymbolBurst DecisionFeedback(
        double propagation, int lineSymbolsPerCodeSymbol = 5, bool precoded = false, int interleavedCodewords = 1)
    {
        if (!(propagation >= 0.0 && propagation < 1.0))
            throw new ArgumentOutOfRangeException(nameof(propagation), propagation, "The propagation probability lies inside [0, 1).");
        ArgumentOutOfRangeException.ThrowIfLessThan(lineSymbolsPerCodeSymbol, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(interleavedCodewords, 1);

        double mean = 0.0, power = 1.0;
        for (int i = 0; i < lineSymbolsPerCodeSymbol; i++)
        {
            mean += power;
            power *= propagation;
        }

        mean /= lineSymbolsPerCodeSymbol;
        double next = power;                                            // a = b^s
        double nextToInterleave = Math.Pow(next, interleavedCodewords - 1);
        double nextOwn = nextToInterleave * next;                       // a^I
        if (precoded)
        {
            double same = mean * (1.0 - next) * nextToInterleave / (1.0 - nextOwn);
            double neighbours = mean - same;
            return new SymbolBurst(neighbours, same / (1.0 + neighbours), 0.0);
        }

        double first = mean * propagation;                              // c
        double foreign = first * (1.0 - nextToInterleave) / (1.0 - next);
        return new SymbolBurst(foreign, ((first * nextToInterleave) + (nextOwn * foreign)) / (1.0 + foreign), nextOwn);
    }

    /// <summary>Writes f(k) and k f(k), k = 0, 1, 2, ..., from the back: element i is that of k = length - 1 - i.</summary>
    internal void ReversedRunLengths(Span<double> probability, Span<double> weighted)
    {
        int end = probability.Length - 1;
        double value = FirstContinuation * (1.0 - Continuation);
        for (int k = 0; k <= end; k++)
        {
            double f = k == 0 ? 0.0 : k == 1 ? 1.0 - FirstContinuation : value;
            if (k > 1)
                value *= Continuation;
            probability[end - k] = f;
            weighted[end - k] = k * f;
        }
    }
}
