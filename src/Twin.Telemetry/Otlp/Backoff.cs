using System.Security.Cryptography;

namespace Twin.Telemetry.Otlp;

/// <summary>How long to wait after a failed attempt: doubling from 1 s to 30 s, of which between a half and all is taken, so that many senders do not come back at once.</summary>
/// <param name="draw">Numbers from 0 to 1 for the jitter; null for the system's.</param>
internal sealed class Backoff(Func<double>? draw = null)
{
    /// <summary>Longest wait unless the receiver asks for more: so late at most is it found to be back.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait that a receiver can ask for.</summary>
    public static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(10);

    private const int Resolution = 1 << 20;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private readonly Func<double> _draw = draw ?? (() => RandomNumberGenerator.GetInt32(Resolution) / (double)Resolution);
    private int _failures;

    /// <summary>The wait after one more failure.</summary>
    /// <param name="asked">What the receiver asked for; waited at least, up to <see cref="LongestAsked"/>.</param>
    public TimeSpan Next(TimeSpan? asked)
    {
        TimeSpan full = TimeSpan.FromTicks(Math.Min(Longest.Ticks, Shortest.Ticks << Math.Min(_failures++, 16)));
        TimeSpan wait = full * (0.5 + (0.5 * _draw()));
        TimeSpan least = asked > LongestAsked ? LongestAsked : asked ?? TimeSpan.Zero;
        return wait > least ? wait : least;
    }

    /// <summary>After a success: the next failure is the first.</summary>
    public void Reset() => _failures = 0;
}
