namespace Twin.Physics.Random;

/// <summary>Random numbers as a pure function of (seed, stream, counter): no state, nothing to lock, any draw in any order.</summary>
/// <remarks>
/// Philox4x32-10: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011),
/// doi:10.1145/2063384.2063405; passes BigCrush. The seed is the key; the counter is the low, the stream the high half of the block number, both low
/// word first. A caller keeps only its counter, for instance in a state block, and adds one per draw. Not for cryptography.
/// </remarks>
public static class CounterRandom
{
    /// <summary>64 random bits.</summary>
    /// <param name="seed">One per run.</param>
    /// <param name="stream">One per independent user of random numbers (a component, a parameter).</param>
    /// <param name="counter">Number of the draw within the stream.</param>
    public static ulong Bits(ulong seed, ulong stream, ulong counter) => Block(seed, stream, counter).Low;

    /// <summary>128 random bits, as two words: one call where two draws are needed.</summary>
    /// <param name="seed">One per run.</param>
    /// <param name="stream">One per independent user.</param>
    /// <param name="counter">Number of the draw within the stream.</param>
    public static (ulong Low, ulong High) Block(ulong seed, ulong stream, ulong counter)
    {
        uint c0 = (uint)counter;
        uint c1 = (uint)(counter >> 32);
        uint c2 = (uint)stream;
        uint c3 = (uint)(stream >> 32);
        uint k0 = (uint)seed;
        uint k1 = (uint)(seed >> 32);
        for (int round = 0; round < 10; round++)
        {
            ulong first = 0xD2511F53UL * c0;
            ulong second = 0xCD9E8D57UL * c2;
            (c0, c1, c2, c3) = ((uint)(second >> 32) ^ c1 ^ k0, (uint)second, (uint)(first >> 32) ^ c3 ^ k1, (uint)first);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }

        return (c0 | ((ulong)c1 << 32), c2 | ((ulong)c3 << 32));
    }

    /// <summary>Uniform in [0, 1), a multiple of 2^-53.</summary>
    /// <param name="seed">One per run.</param>
    /// <param name="stream">One per independent user.</param>
    /// <param name="counter">Number of the draw within the stream.</param>
    public static double Uniform(ulong seed, ulong stream, ulong counter) => ToUniform(Bits(seed, stream, counter));

    /// <summary>Normal with mean 0 and standard deviation 1; one draw uses one counter.</summary>
    /// <param name="seed">One per run.</param>
    /// <param name="stream">One per independent user.</param>
    /// <param name="counter">Number of the draw within the stream.</param>
    /// <remarks>G. E. P. Box, M. E. Muller, Ann. Math. Statist. 29 (1958) 610, on both halves of a block; never beyond 8.6 in magnitude.</remarks>
    public static double Normal(ulong seed, ulong stream, ulong counter)
    {
        (ulong low, ulong high) = Block(seed, stream, counter);

        // 1 - u lies in (0, 1], so that the logarithm is finite.
        return Math.Sqrt(-2 * Math.Log(1 - ToUniform(low))) * Math.Cos(2 * Math.PI * ToUniform(high));
    }

    private static double ToUniform(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));
}
