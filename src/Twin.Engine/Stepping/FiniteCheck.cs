using System.Numerics;
using System.Runtime.InteropServices;

namespace Twin.Engine.Stepping;

/// <summary>Looks for numbers that are not finite, a vector at a time.</summary>
internal static class FiniteCheck
{
    public static bool AllFinite(ReadOnlySpan<double> values)
    {
        int width = Vector<double>.Count;
        double rest = 0;
        int i = 0;
        if (values.Length >= width)
        {
            Vector<double> sum = Vector<double>.Zero;
            ReadOnlySpan<Vector<double>> vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
            foreach (Vector<double> vector in vectors)
            {
                sum += vector * Vector<double>.Zero;
            }

            rest = Vector.Sum(sum);
            i = vectors.Length * width;
        }

        for (; i < values.Length; i++)
        {
            rest += values[i] * 0;
        }

        return rest == 0;
    }
}
