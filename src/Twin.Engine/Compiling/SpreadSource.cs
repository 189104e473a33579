namespace Twin.Engine.Compiling;

/// <summary>Draws the deviates by which parts differ: a function of seed and names alone, so that adding a component does not change the others.</summary>
internal sealed class SpreadSource(ulong seed, string lot, string part)
{
    /// <summary>Three standard deviations: beyond, a part is sorted out in test.</summary>
    private const double Truncation = 3;

    /// <summary>Deviate in common for all parts of a lot.</summary>
    public double Lot(string parameter) => Normal(Key("lot", lot, parameter), 0);

    /// <summary>Deviate of this part.</summary>
    public double Part(string parameter) => Normal(Key("part", part, parameter), 0);

    /// <summary>Deviate of one lane of this part.</summary>
    public double Lane(string parameter, int lane) => Normal(Key("lane", part, parameter), lane);

    private ulong Key(string level, string name, string parameter) => Hash64.Of($"{level}/{name}/{parameter}") ^ Hash64.Mix(seed);

    // Box and Muller over a counter-based generator; drawn again when outside the truncation.
    private static double Normal(ulong key, int lane)
    {
        for (ulong attempt = 0; ; attempt++)
        {
            ulong counter = ((ulong)lane << 20) + (2 * attempt);
            double u = 1 - Uniform(key, counter);
            double z = Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * Uniform(key, counter + 1));
            if (Math.Abs(z) <= Truncation)
            {
                return z;
            }
        }
    }

    private static double Uniform(ulong key, ulong counter) => (Hash64.Mix(key + (counter * 0x9E3779B97F4A7C15UL)) >> 11) * (1.0 / (1UL << 53));
}
