using System.Numerics;

namespace Twin.Engine.Running;

/// <summary>How late steps begin after their deadlines, counted in classes of 3 % width. Written by the stepping thread, read by any.</summary>
/// <remarks>
/// Classes run from 1 ns to 1 s, 32 to each doubling, so that a quantile is right within 1.6 % whatever its size; what is earlier or later falls in the
/// first or last. Nothing allocates but <see cref="ToCounts"/>.
/// </remarks>
public sealed class LatenessHistogram
{
    private const int ClassesPerDoubling = 32;
    private const int Doublings = 30;
    private readonly long[] _counts = new long[ClassesPerDoubling * Doublings];

    /// <summary>Counts one step. For the stepping thread.</summary>
    /// <param name="seconds">Time from the deadline to the begin of the step.</param>
    public void Record(double seconds)
    {
        int index = ClassOf((long)Math.Clamp(seconds * 1e9, 1, 1e9));
        Volatile.Write(ref _counts[index], _counts[index] + 1);
    }

    /// <summary>Copies the counts, to take the difference of two moments.</summary>
    public long[] ToCounts()
    {
        long[] counts = new long[_counts.Length];
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = Volatile.Read(ref _counts[i]);
        }

        return counts;
    }

    /// <summary>Where a class of <see cref="ToCounts"/> ends.</summary>
    /// <param name="index">Its index.</param>
    /// <returns>Seconds.</returns>
    public static double UpperBoundSeconds(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, ClassesPerDoubling * Doublings);
        return LowerBound(index + 1) * 1e-9;
    }

    /// <summary>The lateness below which a share of the steps between two moments began.</summary>
    /// <param name="before">Counts at the first moment.</param>
    /// <param name="after">Counts at the second moment.</param>
    /// <param name="share">0 to 1.</param>
    /// <returns>Seconds, the middle of a class; NaN when no step began.</returns>
    public static double Quantile(ReadOnlySpan<long> before, ReadOnlySpan<long> after, double share)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(after.Length, before.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(share is >= 0 and <= 1, true, nameof(share));
        long total = 0;
        for (int i = 0; i < after.Length; i++)
        {
            total += after[i] - before[i];
        }

        long rank = Math.Max(1, (long)Math.Ceiling(share * total));
        long below = 0;
        for (int i = 0; i < after.Length; i++)
        {
            below += after[i] - before[i];
            if (below >= rank)
            {
                return (LowerBound(i) + LowerBound(i + 1)) / 2 * 1e-9;
            }
        }

        return double.NaN;
    }

    // The leading bit says which doubling; the next five bits say which class of it (below 32 ns classes are whole nanoseconds or empty).
    private static int ClassOf(long nanoseconds)
    {
        int exponent = BitOperations.Log2((ulong)nanoseconds);
        long fraction = ((nanoseconds << 5) >> exponent) - ClassesPerDoubling;
        return Math.Min((exponent * ClassesPerDoubling) + (int)fraction, (ClassesPerDoubling * Doublings) - 1);
    }

    private static double LowerBound(int index) =>
        Math.ScaleB(1 + ((index % ClassesPerDoubling) / (double)ClassesPerDoubling), index / ClassesPerDoubling);
}
