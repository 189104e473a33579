using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Twin.Host.Calling;

/// <summary>Texts that stand for well-known messages in JSON: timestamps, durations, field masks.</summary>
/// <remarks>After the documentation of google/protobuf/timestamp.proto, duration.proto and field_mask.proto.</remarks>
internal static partial class WellKnownText
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long LongestDurationS = 315_576_000_000;
    private const long FirstSecond = -62_135_596_800;
    private const long LastSecond = 253_402_300_799;

    /// <summary>A moment as RFC 3339 in UTC, or null when it is outside the years 1 to 9999.</summary>
    /// <param name="seconds">Seconds since 1970.</param>
    /// <param name="nanoseconds">0 to 999,999,999 on top.</param>
    public static string? OfTimestamp(long seconds, int nanoseconds) =>
        seconds is < FirstSecond or > LastSecond || nanoseconds is < 0 or >= (int)NanosecondsPerSecond
            ? null
            : DateTime.UnixEpoch.AddTicks(seconds * TimeSpan.TicksPerSecond).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture) + Fraction(nanoseconds) + "Z";

    /// <summary>Reads a moment.</summary>
    /// <param name="text">RFC 3339 with any offset and at most nine digits of a second.</param>
    /// <param name="seconds">Seconds since 1970.</param>
    /// <param name="nanoseconds">0 to 999,999,999 on top.</param>
    public static bool TryTimestamp(string text, out long seconds, out int nanoseconds)
    {
        (seconds, nanoseconds) = (0, 0);
        Match match = TimestampShape().Match(text);
        if (!match.Success || !DateTime.TryParseExact(
            match.Groups[1].Value, "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime moment))
        {
            return false;
        }

        nanoseconds = Nanoseconds(match.Groups[2].Value);
        seconds = (moment - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond;
        if (match.Groups[3].Success)
        {
            int minutes = (60 * Number(match.Groups[4].ValueSpan)) + Number(match.Groups[5].ValueSpan);
            seconds -= (match.Groups[3].Value == "-" ? -60 : 60) * minutes;
        }

        return seconds is >= FirstSecond and <= LastSecond;
    }

    /// <summary>A duration such as <c>1.500s</c>, or null when it is none.</summary>
    /// <param name="seconds">Whole seconds.</param>
    /// <param name="nanoseconds">The rest, with the same sign.</param>
    public static string? OfDuration(long seconds, int nanoseconds)
    {
        if (seconds is < -LongestDurationS or > LongestDurationS
            || nanoseconds is <= -(int)NanosecondsPerSecond or >= (int)NanosecondsPerSecond
            || Math.Sign(seconds) * Math.Sign(nanoseconds) < 0)
        {
            return null;
        }

        string sign = seconds < 0 || nanoseconds < 0 ? "-" : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{Math.Abs(seconds)}{Fraction(Math.Abs(nanoseconds))}s");
    }

    /// <summary>Reads a duration.</summary>
    /// <param name="text">Seconds with at most nine digits behind the point, and an s.</param>
    /// <param name="seconds">Whole seconds.</param>
    /// <param name="nanoseconds">The rest, with the same sign.</param>
    public static bool TryDuration(string text, out long seconds, out int nanoseconds)
    {
        (seconds, nanoseconds) = (0, 0);
        Match match = DurationShape().Match(text);
        if (!match.Success || !long.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) || seconds > LongestDurationS)
        {
            return false;
        }

        nanoseconds = Nanoseconds(match.Groups[3].Value);
        if (match.Groups[1].Length > 0)
        {
            (seconds, nanoseconds) = (-seconds, -nanoseconds);
        }

        return true;
    }

    /// <summary>A path of a field mask as JSON has it, <c>fooBar.baz</c>, or null when it would not read back.</summary>
    /// <param name="path">Such as <c>foo_bar.baz</c>.</param>
    public static string? OfPath(string path)
    {
        var text = new StringBuilder();
        for (int i = 0; i < path.Length; i++)
        {
            if (char.IsAsciiLetterUpper(path[i]) || (path[i] == '_' && (i + 1 == path.Length || !char.IsAsciiLetterLower(path[i + 1]))))
            {
                return null;
            }

            text.Append(path[i] == '_' ? char.ToUpperInvariant(path[++i]) : path[i]);
        }

        return text.ToString();
    }

    /// <summary>A path of a field mask as the message has it, or null when the text is none.</summary>
    /// <param name="text">Such as <c>fooBar.baz</c>.</param>
    public static string? ToPath(string text) => text.Contains('_', StringComparison.Ordinal) ? null : Upper().Replace(text, match => "_" + match.Value.ToLowerInvariant());

    // 0, 3, 6 or 9 digits, whichever says it all.
    private static string Fraction(int nanoseconds)
    {
        string digits = nanoseconds.ToString("D9", CultureInfo.InvariantCulture);
        return nanoseconds == 0 ? string.Empty : nanoseconds % 1_000_000 == 0 ? "." + digits[..3] : nanoseconds % 1000 == 0 ? "." + digits[..6] : "." + digits;
    }

    private static int Nanoseconds(string digits) => Number(digits.PadRight(9, '0'));

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))$", RegexOptions.CultureInvariant)]
    private static partial Regex TimestampShape();

    [GeneratedRegex(@"^(-?)(\d{1,12})(?:\.(\d{1,9}))?s$", RegexOptions.CultureInvariant)]
    private static partial Regex DurationShape();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Upper();
}
