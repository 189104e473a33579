using System.Runtime.CompilerServices;

namespace Twin.Units;

/// <summary>A span of time; a signed count of nanoseconds inside, 292 years either way.</summary>
/// <remarks>Whole nanoseconds add and compare exactly; a product with a fraction is rounded to the nearest nanosecond. Arithmetic on counts
/// does not check for overflow.
/// A named factory refuses NaN and what does not fit with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/>
/// never throw.</remarks>
public readonly record struct Duration : IQuantity<Duration>
{
    private const double NanosecondsPerSecond = 1e9;
    private readonly long _nanoseconds;

    private Duration(long nanoseconds) => _nanoseconds = nanoseconds;

    /// <summary>Zero, the default.</summary>
    public static Duration Zero => default;

    /// <summary>The longest duration, about 292 years.</summary>
    public static Duration MaxValue => new(long.MaxValue);

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.Duration;

    /// <summary>The value in seconds; beyond 26 days (2^51 ns) the way there and back through a double may miss by a nanosecond.</summary>
    public double Si => _nanoseconds / NanosecondsPerSecond;

    /// <summary>The exact count of nanoseconds.</summary>
    public long Nanoseconds => _nanoseconds;

    /// <summary>The value in microseconds.</summary>
    public double Microseconds => _nanoseconds / 1e3;

    /// <summary>The value in milliseconds.</summary>
    public double Milliseconds => _nanoseconds / 1e6;

    /// <summary>The value in seconds.</summary>
    public double Seconds => Si;

    /// <summary>The value in minutes.</summary>
    public double Minutes => _nanoseconds / 60e9;

    /// <summary>The value in hours.</summary>
    public double Hours => _nanoseconds / 3600e9;

    /// <summary>The value as the BCL's type, cut to whole ticks of 100 ns.</summary>
    public TimeSpan TimeSpan => new(_nanoseconds / TimeSpan.NanosecondsPerTick);

    /// <summary>Makes it from seconds, rounded to the nearest nanosecond; saturates at the ends, NaN gives zero.</summary>
    public static Duration FromSi(double value) => new((long)Math.Round(value * NanosecondsPerSecond));

    /// <summary>Makes it from a count of nanoseconds.</summary>
    public static Duration FromNanoseconds(long nanoseconds) => new(nanoseconds);

    /// <summary>Makes it from a number of microseconds.</summary>
    public static Duration FromMicroseconds(double microseconds) => Rounded(microseconds * 1e3);

    /// <summary>Makes it from a number of milliseconds.</summary>
    public static Duration FromMilliseconds(double milliseconds) => Rounded(milliseconds * 1e6);

    /// <summary>Makes it from a number of seconds.</summary>
    public static Duration FromSeconds(double seconds) => Rounded(seconds * NanosecondsPerSecond);

    /// <summary>Makes it from a number of minutes.</summary>
    public static Duration FromMinutes(double minutes) => Rounded(minutes * 60e9);

    /// <summary>Makes it from a number of hours.</summary>
    public static Duration FromHours(double hours) => Rounded(hours * 3600e9);

    /// <summary>Makes it from the BCL's type.</summary>
    /// <exception cref="OverflowException">The span is longer than 292 years.</exception>
    public static Duration FromTimeSpan(TimeSpan timeSpan) => new(checked(timeSpan.Ticks * TimeSpan.NanosecondsPerTick));

    /// <summary>Sum, exact.</summary>
    public static Duration operator +(Duration left, Duration right) => new(left._nanoseconds + right._nanoseconds);

    /// <summary>Difference, exact.</summary>
    public static Duration operator -(Duration left, Duration right) => new(left._nanoseconds - right._nanoseconds);

    /// <summary>The same amount with the other sign.</summary>
    public static Duration operator -(Duration value) => new(-value._nanoseconds);

    /// <summary>Scaled by a whole factor, exact.</summary>
    public static Duration operator *(Duration value, long factor) => new(value._nanoseconds * factor);

    /// <summary>Scaled by a whole factor, exact.</summary>
    public static Duration operator *(long factor, Duration value) => new(factor * value._nanoseconds);

    /// <summary>Scaled by a factor, to the nearest nanosecond.</summary>
    public static Duration operator *(Duration value, double factor) => new((long)Math.Round(value._nanoseconds * factor));

    /// <summary>Scaled by a factor, to the nearest nanosecond.</summary>
    public static Duration operator *(double factor, Duration value) => value * factor;

    /// <summary>Scaled by the inverse of a divisor, to the nearest nanosecond.</summary>
    public static Duration operator /(Duration value, double divisor) => new((long)Math.Round(value._nanoseconds / divisor));

    /// <summary>Ratio of two durations.</summary>
    public static double operator /(Duration left, Duration right) => (double)left._nanoseconds / right._nanoseconds;

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(Duration left, Duration right) => left._nanoseconds < right._nanoseconds;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(Duration left, Duration right) => left._nanoseconds > right._nanoseconds;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(Duration left, Duration right) => left._nanoseconds <= right._nanoseconds;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(Duration left, Duration right) => left._nanoseconds >= right._nanoseconds;

    /// <summary>The lesser of two.</summary>
    public static Duration Min(Duration left, Duration right) => new(Math.Min(left._nanoseconds, right._nanoseconds));

    /// <summary>The greater of two.</summary>
    public static Duration Max(Duration left, Duration right) => new(Math.Max(left._nanoseconds, right._nanoseconds));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static Duration Clamp(Duration value, Duration minimum, Duration maximum) => Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static Duration Abs(Duration value) => value._nanoseconds < 0 ? -value : value;

    /// <inheritdoc/>
    public int CompareTo(Duration other) => _nanoseconds.CompareTo(other._nanoseconds);

    /// <summary>The value in a readable unit, such as '10 ms'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(Si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(Si, unit);

    private static Duration Rounded(double nanoseconds, [CallerArgumentExpression(nameof(nanoseconds))] string? expression = null)
    {
        // The negation also catches NaN. 2^63 itself does not fit a long.
        if (!(Math.Abs(nanoseconds) < 9223372036854775808.0))
            throw new ArgumentOutOfRangeException(nameof(nanoseconds), nanoseconds, $"{expression} is not a number of nanoseconds between -2^63 and 2^63.");
        return new((long)Math.Round(nanoseconds));
    }
}
