using System.Numerics;
using System.Runtime.InteropServices;

namespace Twin.Physics.LinearAlgebra;

/// <summary>The two loops that dense algorithms spend their time in. The order of additions depends on the length alone, so the same machine gives the same bits.</summary>
internal static class VectorKernels
{
    /// <summary>Sum of products.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Require.Length(y.Length, x.Length, nameof(y));
        int whole = x.Length - (x.Length % Vector<double>.Count);
        ReadOnlySpan<Vector<double>> xs = MemoryMarshal.Cast<double, Vector<double>>(x[..whole]);
        ReadOnlySpan<Vector<double>> ys = MemoryMarshal.Cast<double, Vector<double>>(y[..whole]);
        Vector<double> even = Vector<double>.Zero;
        Vector<double> odd = Vector<double>.Zero;
        int i = 0;
        for (; i + 1 < xs.Length; i += 2)
        {
            even += xs[i] * ys[i];
            odd += xs[i + 1] * ys[i + 1];
        }

        if (i < xs.Length)
        {
            even += xs[i] * ys[i];
        }

        double sum = Vector.Sum(even + odd);
        for (int k = whole; k < x.Length; k++)
        {
            sum += x[k] * y[k];
        }

        return sum;
    }

    /// <summary>y += factor x.</summary>
    public static void AddScaled(double factor, ReadOnlySpan<double> x, Span<double> y)
    {
        Require.Length(y.Length, x.Length, nameof(y));
        int whole = x.Length - (x.Length % Vector<double>.Count);
        ReadOnlySpan<Vector<double>> xs = MemoryMarshal.Cast<double, Vector<double>>(x[..whole]);
        Span<Vector<double>> ys = MemoryMarshal.Cast<double, Vector<double>>(y[..whole]);
        Vector<double> factors = new(factor);
        for (int i = 0; i < xs.Length; i++)
        {
            ys[i] += factors * xs[i];
        }

        for (int k = whole; k < x.Length; k++)
        {
            y[k] += factor * x[k];
        }
    }
}
