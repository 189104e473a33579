namespace Twin.Engine.Running;

/// <summary>Histogram of step durations, written by the stepping thread, read by any.</summary>
/// <remarks>Counts are read one by one: a reader may see a step in the count of a bucket and not yet in the sum.</remarks>
public sealed class StepDurations
{
    private readonly long[] _counts = new long[BoundsSeconds.Length + 1];
    private long _sumNanoseconds;

    /// <summary>Upper bounds of the buckets in seconds, fit for a step of 1 us to 100 ms; one more bucket is above the last.</summary>
    public static ReadOnlySpan<double> BoundsSeconds =>
    [
        1e-6, 2e-6, 5e-6, 10e-6, 20e-6, 50e-6, 100e-6, 200e-6, 500e-6, 1e-3, 2e-3, 5e-3, 10e-3, 20e-3, 50e-3, 100e-3,
    ];

    /// <summary>Sum of all durations in seconds.</summary>
    public double SumSeconds => Volatile.Read(ref _sumNanoseconds) * 1e-9;

    /// <summary>Number of durations in one bucket.</summary>
    /// <param name="bucket">0 to the number of bounds.</param>
    public long Count(int bucket) => Volatile.Read(ref _counts[bucket]);

    /// <summary>Records a duration. For the stepping thread.</summary>
    /// <param name="seconds">The duration.</param>
    public void Record(double seconds)
    {
        int bucket = 0;
        while (bucket < BoundsSeconds.Length && seconds > BoundsSeconds[bucket])
        {
            bucket++;
        }

        Volatile.Write(ref _counts[bucket], _counts[bucket] + 1);
        Volatile.Write(ref _sumNanoseconds, _sumNanoseconds + (long)(seconds * 1e9));
    }
}
