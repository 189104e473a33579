using Twin.V1;

namespace Twin.Benchmarks.Soak;

/// <summary>Quantiles of the lateness of steps, as a server tells it.</summary>
internal static class LatenessQuantile
{
    /// <summary>A quantile of the steps between two answers.</summary>
    /// <param name="before">The earlier answer; an empty one for all since the start.</param>
    /// <param name="after">The later answer.</param>
    /// <param name="share">Share of the steps that began no later, above 0 to 1.</param>
    /// <returns>The end of the class in which it lies, seconds; 0 when no step had a deadline.</returns>
    public static double Of(StepLateness before, StepLateness after, double share)
    {
        Dictionary<double, long> earlier = before.UpToS.Zip(before.Steps).ToDictionary(entry => entry.First, entry => entry.Second);
        long[] steps = [.. after.UpToS.Zip(after.Steps, (end, count) => count - earlier.GetValueOrDefault(end))];
        double rank = Math.Ceiling(share * steps.Sum());
        long below = 0;
        for (int i = 0; i < steps.Length; i++)
        {
            below += steps[i];
            if (below >= rank)
            {
                return after.UpToS[i];
            }
        }

        return 0;
    }
}
