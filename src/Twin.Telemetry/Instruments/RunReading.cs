using Twin.Contracts;
using Twin.Engine.Running;
using Twin.Telemetry.Catalogue;

namespace Twin.Telemetry.Instruments;

/// <summary>A series whose value comes from the run and not from a signal of the frame.</summary>
/// <param name="Metric">Name of the metric.</param>
/// <param name="Tags">Its attributes.</param>
/// <param name="Read">The value, from the frame's header and the pacing. Allocates nothing.</param>
internal sealed record RunReading(string Metric, KeyValuePair<string, object?>[] Tags, Func<FrameHeader, PacingStatus, double> Read)
{
    /// <summary>Whether it says which frame it is, and so belongs to an epoch; the rest is counted by the process, and epochs do not touch it.</summary>
    public bool IsOfFrame { get; init; }

    /// <summary>Metric of the achieved speed.</summary>
    public const string RealtimeRatio = "chassis.twin.realtime.ratio";

    /// <summary>All of a twin, whatever structure its chassis has.</summary>
    /// <param name="twin">The twin.</param>
    /// <param name="sources">What the host's services add.</param>
    /// <exception cref="ArgumentException">A source names a metric that is none of the run.</exception>
    public static IReadOnlyList<RunReading> Of(ITwin twin, IEnumerable<MetricSource> sources)
    {
        List<RunReading> readings =
        [
            new("chassis.twin.epoch", [], (header, _) => header.Epoch) { IsOfFrame = true },
            new("chassis.twin.step", [], (header, _) => header.Step) { IsOfFrame = true },
            new("chassis.twin.simulation_time", [], (header, _) => header.Time.Seconds) { IsOfFrame = true },
            new("chassis.twin.paused", [], (_, pacing) => pacing.IsPaused ? 1 : 0),
            new("chassis.twin.missed_deadlines", [], (_, pacing) => pacing.MissedDeadlines),
            new("chassis.twin.skipped_time", [], (_, pacing) => pacing.SkippedTime.Seconds),
            new(RealtimeRatio, [], (_, pacing) => pacing.AchievedSpeed),
        ];
        EventTally tally = EventTally.Of(twin);
        foreach (AlarmSeverity severity in Enum.GetValues<AlarmSeverity>())
        {
            readings.Add(new("chassis.twin.events", [new("severity", severity.ToString().ToLowerInvariant())], (_, _) => tally.Count(severity)));
        }

        foreach (MetricSource source in sources)
        {
            if (!MetricCatalogue.RunMetrics.Any(metric => metric.Name == source.Metric))
            {
                throw new ArgumentException($"'{source.Metric}' is no metric of the run: it must be one of {string.Join(", ", MetricCatalogue.RunMetrics.Select(metric => metric.Name))}.", nameof(sources));
            }

            Func<double> read = source.Read;
            readings.Add(new(
                source.Metric,
                [.. source.Attributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal).Select(attribute => KeyValuePair.Create(attribute.Key, (object?)attribute.Value))],
                (_, _) => read()));
        }

        return readings;
    }
}
