using System.Runtime.CompilerServices;
using Twin.Contracts;
using Twin.Engine.Running;
using Twin.Engine.Structure;

namespace Twin.Telemetry.Instruments;

/// <summary>How many events of each severity there were in a run, over all structures that the chassis has had in it.</summary>
/// <remarks>
/// A log goes on with the counts of the kinds that the one before it had, too; what kinds have counted that are gone is kept here, so that the sums never go back. One for each twin, so that all who
/// tell the sums tell the same. May be used from any thread; allocates when the structure has changed.
/// </remarks>
internal sealed class EventTally
{
    private static readonly ConditionalWeakTable<ITwin, EventTally> Known = [];

    private readonly Lock _gate = new();
    private readonly long[] _gone = new long[Enum.GetValues<AlarmSeverity>().Length];
    private Generation _generation;
    private int[][] _kinds;

    private EventTally(ITwin twin)
    {
        _generation = twin.Generation;
        _kinds = KindsOf(_generation);
        _ = FollowAsync(_generation);
    }

    /// <summary>The tally of a twin. It counts the events of the structure at the first call and of all after it.</summary>
    /// <param name="twin">The twin.</param>
    public static EventTally Of(ITwin twin) => Known.GetValue(twin, static key => new EventTally(key));

    /// <summary>Events of one severity so far; an alarm counts when it comes and when it goes.</summary>
    /// <param name="severity">The severity.</param>
    public double Count(AlarmSeverity severity)
    {
        int index = (int)severity;
        lock (_gate)
        {
            Follow();
            return _gone[index] + Sum(index);
        }
    }

    // Also when nobody asks: a generation that is held keeps all that came after it, frames included.
    private async Task FollowAsync(Generation generation)
    {
        while (true)
        {
            generation = await generation.Next.ConfigureAwait(false);
            lock (_gate)
            {
                Follow();
            }
        }
    }

    private void Follow()
    {
        while (_generation.Next.IsCompletedSuccessfully)
        {
            Generation next = _generation.Next.GetAwaiter().GetResult();
            Keep(_generation, next);
            _generation = next;
            _kinds = KindsOf(next);
        }
    }

    private static int[][] KindsOf(Generation generation) =>
        [.. Enum.GetValues<AlarmSeverity>().Select(severity => generation.Chassis.Events.Where(kind => kind.Severity == severity).Select(kind => kind.Id).ToArray())];

    private void Keep(Generation before, Generation next)
    {
        Dictionary<string, AlarmSeverity> severities = next.Chassis.Events.ToDictionary(kind => kind.Path, kind => kind.Severity, StringComparer.Ordinal);
        foreach (EventInfo kind in before.Chassis.Events)
        {
            long count = before.Events.Count(kind.Id);
            bool isKept = severities.TryGetValue(kind.Path, out AlarmSeverity severity);
            if (isKept && severity == kind.Severity)
            {
                continue;
            }

            _gone[(int)kind.Severity] += count;
            if (isKept)
            {
                // From now on counted where it was not counted before.
                _gone[(int)severity] -= count;
            }
        }
    }

    private long Sum(int severity)
    {
        long count = 0;
        foreach (int kind in _kinds[severity])
        {
            count += _generation.Events.Count(kind);
        }

        return count;
    }
}
