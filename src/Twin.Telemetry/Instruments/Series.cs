namespace Twin.Telemetry.Instruments;

/// <summary>One time series: its attributes and how its value follows from the gathered words.</summary>
/// <param name="Tags">Attributes, made once: the same array is handed over in every collection.</param>
/// <param name="Rule">How the value follows.</param>
/// <param name="Slots">Positions in the gathered words.</param>
/// <param name="Factor">Factor of <see cref="SeriesRule.Value"/>, value of <see cref="SeriesRule.Constant"/>.</param>
/// <param name="StateMask">States of <see cref="SeriesRule.StateCount"/>, one bit for each index.</param>
internal sealed record Series(KeyValuePair<string, object?>[] Tags, SeriesRule Rule, int[] Slots, double Factor, ulong StateMask)
{
    private const int MaskBits = 64;

    /// <summary>The value from gathered words. Only <see cref="SeriesRule.Value"/> can yield NaN.</summary>
    public double Evaluate(ReadOnlySpan<double> words)
    {
        switch (Rule)
        {
            case SeriesRule.Value:
                return words[Slots[0]] * Factor;
            case SeriesRule.Flag:
                double flag = words[Slots[0]];
                return double.IsNaN(flag) || flag == 0 ? 0 : 1;
            case SeriesRule.Constant:
                return Factor;
            default:
                int count = 0;
                foreach (int slot in Slots)
                {
                    double state = words[slot];
                    if (state is >= 0 and < MaskBits && (StateMask >> (int)state & 1) != 0)
                    {
                        count++;
                    }
                }

                return count;
        }
    }
}
