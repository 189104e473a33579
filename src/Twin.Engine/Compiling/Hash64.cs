using System.Runtime.InteropServices;

namespace Twin.Engine.Compiling;

/// <summary>64-bit fingerprints of texts and states. Not for security.</summary>
internal static class Hash64
{
    private const ulong Offset = 14695981039346656037UL;
    private const ulong Prime = 1099511628211UL;

    /// <summary>FNV-1a (Fowler, Noll, Vo) over the UTF-16 code units, then mixed.</summary>
    public static ulong Of(string text)
    {
        ulong hash = Offset;
        foreach (char c in text)
        {
            hash = (hash ^ c) * Prime;
        }

        return Mix(hash);
    }

    /// <summary>Fingerprint of a block of words: every bit of every word counts, and so does its position.</summary>
    public static ulong Of(ReadOnlySpan<double> words)
    {
        ulong hash = Offset;
        foreach (ulong word in MemoryMarshal.Cast<double, ulong>(words))
        {
            hash = Mix(hash ^ word) * Prime;
        }

        return Mix(hash);
    }

    /// <summary>Finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014, doi 10.1145/2660193.2660195).</summary>
    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
