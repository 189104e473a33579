using System.Diagnostics;
using Twin.PluginTestKit.Bench;

namespace Twin.PluginTestKit.Checks;

/// <summary>Durations of the same calls in several repeats. Of each call the shortest counts: whatever else the machine does only makes it longer.</summary>
internal sealed class CallTimes
{
    private readonly List<(Behavior Behavior, long Ticks)> _shortest = [];
    private int _next;

    /// <summary>How often the calls were repeated.</summary>
    public int Repeats { get; private set; }

    /// <summary>Begins another repeat of the same calls.</summary>
    public void Begin()
    {
        _next = 0;
        Repeats++;
    }

    /// <summary>Takes the duration of the next call.</summary>
    public void Add(Behavior behavior, long ticks)
    {
        if (_next == _shortest.Count)
        {
            _shortest.Add((behavior, ticks));
        }
        else if (ticks < _shortest[_next].Ticks)
        {
            _shortest[_next] = (behavior, ticks);
        }

        _next++;
    }

    /// <summary>The most expensive call of a behaviour in microseconds, and its number among all calls.</summary>
    public (double Microseconds, int Call) Worst(Behavior behavior)
    {
        long worst = 0;
        int call = -1;
        for (int i = 0; i < _shortest.Count; i++)
        {
            if (_shortest[i].Behavior == behavior && _shortest[i].Ticks >= worst)
            {
                (worst, call) = (_shortest[i].Ticks, i);
            }
        }

        return (Microseconds(worst), call);
    }

    /// <summary>Number of calls of a behaviour, and the sum of their durations in microseconds.</summary>
    public (int Calls, double Microseconds) Sum(Behavior behavior)
    {
        long sum = 0;
        int calls = 0;
        foreach ((Behavior called, long ticks) in _shortest)
        {
            sum += called == behavior ? ticks : 0;
            calls += called == behavior ? 1 : 0;
        }

        return (calls, Microseconds(sum));
    }

    private static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency;
}
