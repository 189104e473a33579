using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Twin.Physics.LinearAlgebra;

/// <summary>A dense matrix laid out for one purpose: multiplying it with a vector as fast as memory delivers it. Immutable.</summary>
/// <remarks>Rows are cut into bands of 32 (the last ones of 8); within a band the columns follow one another, so a product reads memory once and in order and
/// needs no sum across lanes. Every sum is formed in an order that depends on the shape alone, with fused multiply-adds in eight lanes whatever the
/// width of the machine's registers: the same inputs give the same bits.</remarks>
public sealed class PackedMatrix
{
    private const int Lanes = 8;
    private const int Band = 4 * Lanes;

    // Aligned to a cache line: every load of 64 bytes that crosses two lines costs twice.
    private readonly double[] _values;
    private readonly int _offset;

    /// <summary>Lays a matrix out. Allocates.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="values">Rows x columns, row-major.</param>
    public PackedMatrix(int rows, int columns, ReadOnlySpan<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        Require.Length(values.Length, rows * columns, nameof(values));
        Rows = rows;
        Columns = columns;
        int padded = Padded(rows);
        _values = GC.AllocateArray<double>((padded * columns) + Lanes, pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_values, 0);
        _offset = (int)((64 - (address % 64)) % 64) / sizeof(double);
        int position = _offset;
        for (int start = 0; start < padded;)
        {
            int height = padded - start >= Band ? Band : Lanes;
            for (int column = 0; column < columns; column++)
            {
                for (int row = start; row < start + height; row++)
                {
                    _values[position++] = row < rows ? values[(row * columns) + column] : 0;
                }
            }

            start += height;
        }
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>y = A x.</summary>
    /// <param name="x">Length <see cref="Columns"/>.</param>
    /// <param name="y">Overwritten, length <see cref="Rows"/>; must not overlap <paramref name="x"/>.</param>
    /// <remarks>Allocates nothing.</remarks>
    public void Multiply(ReadOnlySpan<double> x, Span<double> y)
    {
        Require.Length(x.Length, Columns, nameof(x));
        Require.Length(y.Length, Rows, nameof(y));
        ref double values = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_values), _offset);
        int row = 0;
        for (; row + Band <= Padded(Rows); row += Band)
        {
            MultiplyBand(ref values, x, y[row..]);
            values = ref Unsafe.Add(ref values, Band * Columns);
        }

        for (; row < Rows; row += Lanes)
        {
            Store(MultiplyLanes(ref values, x), y[row..]);
            values = ref Unsafe.Add(ref values, Lanes * Columns);
        }
    }

    private static int Padded(int rows) => (rows + Lanes - 1) / Lanes * Lanes;

    private static void MultiplyBand(ref double values, ReadOnlySpan<double> x, Span<double> y)
    {
        Vector512<double> a0 = Vector512<double>.Zero, a1 = a0, a2 = a0, a3 = a0;
        Vector512<double> b0 = a0, b1 = a0, b2 = a0, b3 = a0;
        int j = 0;
        for (; j + 1 < x.Length; j += 2)
        {
            Vector512<double> even = Vector512.Create(x[j]);
            Vector512<double> odd = Vector512.Create(x[j + 1]);
            a0 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref values, 0), even, a0);
            a1 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref values, 8), even, a1);
            a2 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref values, 16), even, a2);
            a3 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref values, 24), even, a3);
            b0 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref values, 32), odd, b0);
            b1 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref values, 40), odd, b1);
            b2 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref values, 48), odd, b2);
            b3 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref values, 56), odd, b3);
            values = ref Unsafe.Add(ref values, 2 * Band);
        }

        if (j < x.Length)
        {
            Vector512<double> last = Vector512.Create(x[j]);
            a0 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref values, 0), last, a0);
            a1 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref values, 8), last, a1);
            a2 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref values, 16), last, a2);
            a3 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref values, 24), last, a3);
        }

        Store(a0 + b0, y);
        Store(a1 + b1, y[Lanes..]);
        Store(a2 + b2, y[(2 * Lanes)..]);
        Store(a3 + b3, y[(3 * Lanes)..]);
    }

    private static Vector512<double> MultiplyLanes(ref double values, ReadOnlySpan<double> x)
    {
        Vector512<double> s0 = Vector512<double>.Zero, s1 = s0, s2 = s0, s3 = s0;
        int j = 0;
        for (; j + 3 < x.Length; j += 4)
        {
            s0 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref values, 0), Vector512.Create(x[j]), s0);
            s1 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref values, 8), Vector512.Create(x[j + 1]), s1);
            s2 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref values, 16), Vector512.Create(x[j + 2]), s2);
            s3 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref values, 24), Vector512.Create(x[j + 3]), s3);
            values = ref Unsafe.Add(ref values, 4 * Lanes);
        }

        for (; j < x.Length; j++)
        {
            s0 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref values), Vector512.Create(x[j]), s0);
            values = ref Unsafe.Add(ref values, Lanes);
        }

        return (s0 + s1) + (s2 + s3);
    }

    private static void Store(Vector512<double> value, Span<double> y)
    {
        if (y.Length >= Lanes)
        {
            value.StoreUnsafe(ref MemoryMarshal.GetReference(y));
            return;
        }

        for (int i = 0; i < y.Length; i++)
        {
            y[i] = value.GetElement(i);
        }
    }
}
