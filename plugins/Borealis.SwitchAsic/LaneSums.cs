using System.Numerics;
using System.Runtime.InteropServices;

namespace Borealis.SwitchAsic;

/// <summary>Sums over lanes.</summary>
internal static class LaneSums
{
    /// <summary>Sum of all values; the order of additions depends on the length alone.</summary>
    /// <param name="values">Any number of values.</param>
    internal static double Sum(ReadOnlySpan<double> values)
    {
        ReadOnlySpan<Vector<double>> wide = MemoryMarshal.Cast<double, Vector<double>>(values);
        Vector<double> partial = Vector<double>.Zero;
        foreach (Vector<double> four in wide)
            partial += four;

        double sum = Vector.Sum(partial);
        foreach (double value in values[(wide.Length * Vector<double>.Count)..])
            sum += value;

        return sum;
    }
}
