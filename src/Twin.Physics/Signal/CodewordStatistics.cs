namespace Twin.Physics.Signal;

/// <summary>What a decoder leaves: ratios per codeword, per symbol and per frame.</summary>
/// <param name="CodewordErrorRatio">Ratio of codewords that cannot be corrected.</param>
/// <param name="PostFecSymbolErrorRatio">Wrong symbols per symbol behind the decoder; an uncorrectable codeword passes on as it came.</param>
/// <param name="SymbolErrorRatio">Mean ratio of wrong symbols in front of the decoder.</param>
public readonly record struct CodewordStatistics(double CodewordErrorRatio, double PostFecSymbolErrorRatio, double SymbolErrorRatio)
{
    /// <summary>Ethernet frame of 64 bytes with preamble and shortest gap, in bits.</summary>
    public const int ShortestFrameBits = 672;

    /// <summary>Bit error ratio behind the decoder: the wrong symbols that are left, with as many wrong bits each as in front of it.</summary>
    /// <param name="bitErrorRatio">Mean bit error ratio in front of the decoder.</param>
    /// <returns>Zero if nothing is wrong in front.</returns>
    public double PostFecBitErrorRatio(double bitErrorRatio) =>
        SymbolErrorRatio > 0.0 ? PostFecSymbolErrorRatio * bitErrorRatio / SymbolErrorRatio : 0.0;

    /// <summary>Ratio of frames that touch a lost codeword.</summary>
    /// <param name="frameBits">Bits of a frame on the line, gap included.</param>
    /// <param name="interleavedCodewords">Codewords whose symbols alternate on the line: 1 for 100G, 2 for 200G and 400G, 4 for 800G.</param>
    /// <param name="codewordPayloadBits">Message bits of a codeword, 5140 for KP4 and KR4.</param>
    /// <returns>A frame touches on average I + bits/payload codewords, so the ratio is 1 - (1 - CER)^(I + bits/payload). At BER 2.4e-4
    /// this gives the published 9.2e-13, 1.7e-12 and 3.4e-12 for I = 1, 2, 4 (reference FEC-05).</returns>
    public double FrameLossRatio(int frameBits = ShortestFrameBits, int interleavedCodewords = 1, int codewordPayloadBits = 5140)
    {
        double touched = interleavedCodewords + ((double)frameBits / codewordPayloadBits);
        return CodewordErrorRatio < 1e-8
            ? touched * CodewordErrorRatio * (1.0 - (0.5 * (touched - 1.0) * CodewordErrorRatio))
            : 1.0 - Math.Pow(1.0 - CodewordErrorRatio, touched);
    }
}
