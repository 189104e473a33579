using System.Diagnostics;
using Twin.Engine.Running;

namespace Twin.Host.Hosting;

/// <summary>Tells whether the twin steps as it should.</summary>
internal sealed class TwinHealth(ITwin twin)
{
    // The slowest speed makes a step every 10 ms; a step of seconds is a component that does not return.
    private static readonly TimeSpan StalledAfter = TimeSpan.FromSeconds(5);

    /// <summary>Looks at the newest frame.</summary>
    /// <param name="report">Out: one line for people.</param>
    /// <returns>Whether it is well: a frame is there, and it is fresh or the run is paused.</returns>
    public bool Check(out string report)
    {
        if (!twin.Frames.TryReadLatest([], [], out FrameHeader newest))
        {
            report = "starting: no step has been published yet";
            return false;
        }

        TimeSpan age = Stopwatch.GetElapsedTime(newest.PublishedTimestamp);
        if (twin.Pacing.IsPaused)
        {
            report = $"paused at step {newest.Step}";
            return true;
        }

        bool isFresh = age < StalledAfter;
        report = isFresh ? $"running, step {newest.Step}" : FormattableString.Invariant($"stalled: no step for {age.TotalSeconds:F1} s, last was {newest.Step}");
        return isFresh;
    }
}
