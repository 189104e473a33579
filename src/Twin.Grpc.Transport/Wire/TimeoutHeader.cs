using System.Globalization;

namespace Twin.Grpc.Transport.Wire;

/// <summary>The <c>grpc-timeout</c> header: up to eight digits and a unit.</summary>
internal static class TimeoutHeader
{
    private const int MaxDigits = 8;

    // Longer timers are refused by the runtime; a call that is allowed weeks needs no exact end.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    /// <summary>Reads a timeout; false if the text is malformed.</summary>
    public static bool TryParse(string text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > MaxDigits + 1
            || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out long value))
            return false;
        double seconds = text[^1] switch
        {
            'H' => value * 3600.0,
            'M' => value * 60.0,
            'S' => value,
            'm' => value * 1e-3,
            'u' => value * 1e-6,
            'n' => value * 1e-9,
            _ => double.NaN,
        };
        if (double.IsNaN(seconds))
            return false;
        timeout = seconds >= Longest.TotalSeconds ? Longest : TimeSpan.FromSeconds(seconds);
        return true;
    }

    /// <summary>Writes a timeout in the finest unit that fits, rounded up so that the server never ends a call before its client.</summary>
    public static string Format(TimeSpan timeout)
    {
        const long max = 99_999_999;
        long microseconds = Math.Max(1, Ceiling(timeout.Ticks, TimeSpan.TicksPerMicrosecond));
        if (microseconds <= max)
            return Text(microseconds, 'u');
        long milliseconds = Ceiling(timeout.Ticks, TimeSpan.TicksPerMillisecond);
        if (milliseconds <= max)
            return Text(milliseconds, 'm');
        long seconds = Ceiling(timeout.Ticks, TimeSpan.TicksPerSecond);
        return seconds <= max ? Text(seconds, 'S') : Text(Math.Min(max, Ceiling(timeout.Ticks, TimeSpan.TicksPerHour)), 'H');
    }

    /// <summary>A timer period that the runtime accepts.</summary>
    public static TimeSpan Clamp(TimeSpan timeout) => timeout < TimeSpan.Zero ? TimeSpan.Zero : timeout > Longest ? Longest : timeout;

    private static long Ceiling(long ticks, long unit) => (ticks / unit) + (ticks % unit > 0 ? 1 : 0);

    private static string Text(long value, char unit) => string.Create(CultureInfo.InvariantCulture, $"{value}{unit}");
}
