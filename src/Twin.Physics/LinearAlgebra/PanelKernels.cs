using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Twin.Physics.LinearAlgebra;

/// <summary>Products of two sets of long vectors, in chunks that stay in the cache and in tiles that stay in registers.</summary>
/// <remarks>Sums are formed in eight lanes in an order that depends on the shapes alone.</remarks>
internal static class PanelKernels
{
    private const int Lanes = 8;
    private const int Chunk = 512;

    /// <summary>overlaps[i, j] = sum over the cells of left_i right_j.</summary>
    /// <param name="left">Vectors of one length.</param>
    /// <param name="right">Vectors of the same length.</param>
    /// <param name="overlaps">Overwritten, left x right, row-major.</param>
    public static void Overlaps(ReadOnlySpan<double[]> left, ReadOnlySpan<double[]> right, Span<double> overlaps)
    {
        Require.Length(overlaps.Length, left.Length * right.Length, nameof(overlaps));
        overlaps.Clear();
        int n = left.IsEmpty ? 0 : left[0].Length;
        for (int start = 0; start < n; start += Chunk)
        {
            int length = Math.Min(Chunk, n - start);
            for (int i = 0; i < left.Length; i += 2)
            {
                ReadOnlySpan<double> first = left[i].AsSpan(start, length);
                ReadOnlySpan<double> second = left[Math.Min(i + 1, left.Length - 1)].AsSpan(start, length);
                for (int j = 0; j < right.Length; j += 2)
                {
                    int last = Math.Min(j + 1, right.Length - 1);
                    (double a, double b, double c, double d) = Tile(first, second, right[j].AsSpan(start, length), right[last].AsSpan(start, length));
                    overlaps[(i * right.Length) + j] += a;
                    if (last > j)
                    {
                        overlaps[(i * right.Length) + last] += b;
                    }

                    if (i + 1 < left.Length)
                    {
                        overlaps[((i + 1) * right.Length) + j] += c;
                        if (last > j)
                        {
                            overlaps[((i + 1) * right.Length) + last] += d;
                        }
                    }
                }
            }
        }
    }

    /// <summary>target_j -= sum over i of factors[i, j] source_i.</summary>
    /// <param name="source">Vectors of one length.</param>
    /// <param name="factors">Source x target, row-major.</param>
    /// <param name="target">Vectors of the same length, updated.</param>
    public static void Subtract(ReadOnlySpan<double[]> source, ReadOnlySpan<double> factors, ReadOnlySpan<double[]> target)
    {
        Require.Length(factors.Length, source.Length * target.Length, nameof(factors));
        int n = source.IsEmpty ? 0 : source[0].Length;
        for (int start = 0; start < n; start += Chunk)
        {
            int length = Math.Min(Chunk, n - start);
            for (int i = 0; i < source.Length; i += 4)
            {
                int count = Math.Min(4, source.Length - i);
                for (int j = 0; j < target.Length; j++)
                {
                    Span<double> row = target[j].AsSpan(start, length);
                    if (count == 4)
                    {
                        SubtractFour(source.Slice(i, 4), start, factors, (i * target.Length) + j, target.Length, row);
                        continue;
                    }

                    for (int k = i; k < i + count; k++)
                    {
                        VectorKernels.AddScaled(-factors[(k * target.Length) + j], source[k].AsSpan(start, length), row);
                    }
                }
            }
        }
    }

    private static (double A, double B, double C, double D) Tile(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ref double first = ref MemoryMarshal.GetReference(a);
        ref double second = ref MemoryMarshal.GetReference(b);
        ref double left = ref MemoryMarshal.GetReference(x);
        ref double right = ref MemoryMarshal.GetReference(y);
        Vector512<double> ax = Vector512<double>.Zero, ay = ax, bx = ax, by = ax;
        int whole = a.Length / Lanes * Lanes;
        for (int i = 0; i < whole; i += Lanes)
        {
            Vector512<double> va = Vector512.LoadUnsafe(ref first, (nuint)i);
            Vector512<double> vb = Vector512.LoadUnsafe(ref second, (nuint)i);
            Vector512<double> vx = Vector512.LoadUnsafe(ref left, (nuint)i);
            Vector512<double> vy = Vector512.LoadUnsafe(ref right, (nuint)i);
            ax = Vector512.FusedMultiplyAdd(va, vx, ax);
            ay = Vector512.FusedMultiplyAdd(va, vy, ay);
            bx = Vector512.FusedMultiplyAdd(vb, vx, bx);
            by = Vector512.FusedMultiplyAdd(vb, vy, by);
        }

        (double A, double B, double C, double D) sums = (Vector512.Sum(ax), Vector512.Sum(ay), Vector512.Sum(bx), Vector512.Sum(by));
        for (int i = whole; i < a.Length; i++)
        {
            sums.A += a[i] * x[i];
            sums.B += a[i] * y[i];
            sums.C += b[i] * x[i];
            sums.D += b[i] * y[i];
        }

        return sums;
    }

    private static void SubtractFour(ReadOnlySpan<double[]> source, int start, ReadOnlySpan<double> factors, int offset, int stride, Span<double> row)
    {
        ref double s0 = ref MemoryMarshal.GetReference(source[0].AsSpan(start, row.Length));
        ref double s1 = ref MemoryMarshal.GetReference(source[1].AsSpan(start, row.Length));
        ref double s2 = ref MemoryMarshal.GetReference(source[2].AsSpan(start, row.Length));
        ref double s3 = ref MemoryMarshal.GetReference(source[3].AsSpan(start, row.Length));
        double f0 = -factors[offset], f1 = -factors[offset + stride], f2 = -factors[offset + (2 * stride)], f3 = -factors[offset + (3 * stride)];
        ref double target = ref MemoryMarshal.GetReference(row);
        int whole = row.Length / Lanes * Lanes;
        for (int i = 0; i < whole; i += Lanes)
        {
            Vector512<double> value = Vector512.LoadUnsafe(ref target, (nuint)i);
            value = Vector512.FusedMultiplyAdd(Vector512.Create(f0), Vector512.LoadUnsafe(ref s0, (nuint)i), value);
            value = Vector512.FusedMultiplyAdd(Vector512.Create(f1), Vector512.LoadUnsafe(ref s1, (nuint)i), value);
            value = Vector512.FusedMultiplyAdd(Vector512.Create(f2), Vector512.LoadUnsafe(ref s2, (nuint)i), value);
            value = Vector512.FusedMultiplyAdd(Vector512.Create(f3), Vector512.LoadUnsafe(ref s3, (nuint)i), value);
            value.StoreUnsafe(ref target, (nuint)i);
        }

        for (int i = whole; i < row.Length; i++)
        {
            row[i] += (f0 * Unsafe.Add(ref s0, i)) + (f1 * Unsafe.Add(ref s1, i)) + (f2 * Unsafe.Add(ref s2, i)) + (f3 * Unsafe.Add(ref s3, i));
        }
    }
}
