using Twin.Engine.Compiling;

namespace Twin.PluginTestKit.Cases;

/// <summary>Random numbers that are a function of a seed and of what they are for, so that a case is the same whatever ran before it.</summary>
internal struct CaseRandom(ulong seed, ulong purpose)
{
    private readonly ulong _key = Hash64.Mix(seed ^ Hash64.Mix(purpose + 1));
    private ulong _counter;

    /// <summary>Even in [0, 1).</summary>
    public double Next() => Uniform(_key, _counter++);

    /// <summary>A whole number from 0 to less than a bound.</summary>
    public int Next(int bound) => (int)(Next() * bound);

    /// <summary>The number at a place of a sequence.</summary>
    public static double Uniform(ulong key, ulong counter) => (Hash64.Mix(key + (counter * 0x9E3779B97F4A7C15UL)) >> 11) * (1.0 / (1UL << 53));
}
