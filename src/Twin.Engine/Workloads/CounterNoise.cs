using System.Numerics;

namespace Twin.Engine.Workloads;

/// <summary>Random numbers as a function of a seed and two counters: no state, so any moment can be asked for in any order.</summary>
/// <remarks>The finalizer of SplitMix64 over the mixed counters; Steele, Lea and Flood, OOPSLA 2014, doi:10.1145/2660193.2660195.</remarks>
internal static class CounterNoise
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    /// <summary>Sixty-four bits for a place.</summary>
    public static ulong Bits(ulong seed, ulong first, ulong second) =>
        Mix(Mix(Mix(seed + GoldenGamma) + (first + 1) * GoldenGamma) + BitOperations.RotateLeft(second + 1, 32) * GoldenGamma);

    /// <summary>A number from 0 to below 1 for a place, in steps of 2^-53.</summary>
    public static double Uniform(ulong seed, ulong first, ulong second) => (Bits(seed, first, second) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Where a place of 0 to <paramref name="count"/> - 1 goes in a random order of them: a permutation for each seed and round.</summary>
    /// <remarks>
    /// Four Feistel rounds over the next even number of bits, walked until the place is below the count (Black and Rogaway, CT-RSA 2002,
    /// doi:10.1007/3-540-45760-7_9): fewer than four walks on average, no table.
    /// </remarks>
    public static int Place(ulong seed, ulong round, int place, int count)
    {
        if (count < 2)
            return 0;
        int half = (BitOperations.Log2((uint)(count - 1)) + 2) / 2;
        uint mask = (1u << half) - 1;
        uint walked = (uint)place;
        do
        {
            uint left = walked >> half;
            uint right = walked & mask;
            for (uint turn = 0; turn < 4; turn++)
                (left, right) = (right, left ^ ((uint)Bits(seed ^ turn, round, right) & mask));
            walked = (left << half) | right;
        }
        while (walked >= (uint)count);
        return (int)walked;
    }

    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
