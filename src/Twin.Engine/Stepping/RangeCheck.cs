using System.Numerics;
using System.Runtime.InteropServices;

namespace Twin.Engine.Stepping;

/// <summary>Looks for numbers far beyond what was declared, a vector at a time.</summary>
internal static class RangeCheck
{
    /// <summary>Finds the first word that is out of bounds.</summary>
    /// <param name="words">The state block; finite where it is looked at.</param>
    /// <param name="ranges">Where, and the bounds.</param>
    /// <returns>The word, or -1.</returns>
    public static int FirstFar(ReadOnlySpan<double> words, ReadOnlySpan<RangeModel> ranges)
    {
        foreach (ref readonly RangeModel range in ranges)
        {
            ReadOnlySpan<double> values = words.Slice(range.Word, range.Count);
            if (IsFar(values, range.Lowest, range.Highest))
            {
                int i = 0;
                while (values[i] >= range.Lowest && values[i] <= range.Highest)
                {
                    i++;
                }

                return range.Word + i;
            }
        }

        return -1;
    }

    private static bool IsFar(ReadOnlySpan<double> values, double lowest, double highest)
    {
        ReadOnlySpan<Vector<double>> vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        var low = new Vector<double>(lowest);
        var high = new Vector<double>(highest);
        foreach (Vector<double> vector in vectors)
        {
            if (Vector.LessThanAny(vector, low) || Vector.GreaterThanAny(vector, high))
            {
                return true;
            }
        }

        foreach (double value in values[(vectors.Length * Vector<double>.Count)..])
        {
            if (value < lowest || value > highest)
            {
                return true;
            }
        }

        return false;
    }
}
