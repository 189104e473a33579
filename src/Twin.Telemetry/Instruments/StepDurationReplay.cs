using Twin.Engine.Running;

namespace Twin.Telemetry.Instruments;

/// <summary>Brings the counted step durations of a run into a histogram instrument.</summary>
/// <remarks>
/// The stepping thread counts durations in buckets, an instrument wants single values. So for each new count one value inside that bucket is recorded, and
/// the values are placed within their buckets such that their sum is the sum that was measured: counts are exact, the sum agrees to rounding.
/// </remarks>
internal sealed class StepDurationReplay(StepDurations source)
{
    // Bounds the work of one collection: about 30 ms after hours in which nobody looked. The rest follows in the next ones.
    private const long MaximumPerCollection = 1_000_000;
    private const double LeastFraction = 1e-9;

    private readonly long[] _seen = new long[StepDurations.BoundsSeconds.Length + 1];
    private readonly long[] _fresh = new long[StepDurations.BoundsSeconds.Length + 1];
    private double _replayedSeconds;

    /// <summary>Calls <paramref name="record"/> once for each step counted since the last call.</summary>
    public void Replay(Action<double> record)
    {
        // 1. The sum before the counts: a step between the two is then in the counts only, and its time follows with the next collection.
        double seconds = source.SumSeconds - _replayedSeconds;
        ReadOnlySpan<double> bounds = StepDurations.BoundsSeconds;
        long allowed = MaximumPerCollection;
        long waiting = 0;
        double least = 0;
        double width = 0;
        for (int i = 0; i < _fresh.Length; i++)
        {
            long counted = source.Count(i) - _seen[i];
            _fresh[i] = Math.Min(counted, allowed);
            allowed -= _fresh[i];
            waiting += counted - _fresh[i];
            if (i < bounds.Length)
            {
                least += _fresh[i] * Lower(i);
                width += _fresh[i] * (bounds[i] - Lower(i));
            }
        }

        // 2. Where in its bucket a value lies: the same fraction in every bucket, so that the sum comes out right.
        long open = _fresh[^1];
        double fraction = open > 0 || waiting > 0 || width == 0 ? 0.5 : Math.Clamp((seconds - least) / width, LeastFraction, 1);
        double above = open > 0 ? Math.Max(Math.BitIncrement(bounds[^1]), (seconds - least - (fraction * width)) / open) : 0;

        // 3. One value for each step.
        for (int i = 0; i < _fresh.Length; i++)
        {
            double value = i == bounds.Length ? above : Math.Min(bounds[i], Lower(i) + (fraction * (bounds[i] - Lower(i))));
            for (long n = _fresh[i]; n > 0; n--)
            {
                record(value);
            }

            _seen[i] += _fresh[i];
            _replayedSeconds += value * _fresh[i];
        }
    }

    private static double Lower(int bucket) => bucket == 0 ? 0 : StepDurations.BoundsSeconds[bucket - 1];
}
