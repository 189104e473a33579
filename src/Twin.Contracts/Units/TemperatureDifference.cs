namespace Twin.Units;

/// <summary>Difference between two temperatures; kelvin inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct TemperatureDifference : IQuantity<TemperatureDifference>
{
    private readonly double _si;

    private TemperatureDifference(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static TemperatureDifference Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.TemperatureDifference;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in kelvin.</summary>
    public double Kelvin => _si;

    /// <summary>The value in millikelvin.</summary>
    public double Millikelvin => _si * 1e3;

    /// <inheritdoc/>
    public static TemperatureDifference FromSi(double value) => new(value);

    /// <summary>Makes it from a number of kelvin.</summary>
    public static TemperatureDifference FromKelvin(double kelvin) => new(QuantityGuard.RefuseNaN(kelvin));

    /// <summary>Makes it from a number of millikelvin.</summary>
    public static TemperatureDifference FromMillikelvin(double millikelvin) => new(QuantityGuard.RefuseNaN(millikelvin) / 1e3);

    /// <summary>Sum.</summary>
    public static TemperatureDifference operator +(TemperatureDifference left, TemperatureDifference right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static TemperatureDifference operator -(TemperatureDifference left, TemperatureDifference right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static TemperatureDifference operator -(TemperatureDifference value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static TemperatureDifference operator *(TemperatureDifference value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static TemperatureDifference operator *(double factor, TemperatureDifference value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static TemperatureDifference operator /(TemperatureDifference value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(TemperatureDifference left, TemperatureDifference right) => left._si / right._si;

    /// <summary>Heat stored: C dT.</summary>
    public static Energy operator *(TemperatureDifference left, HeatCapacity right) => Energy.FromSi(left._si * right.Si);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(TemperatureDifference left, TemperatureDifference right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(TemperatureDifference left, TemperatureDifference right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(TemperatureDifference left, TemperatureDifference right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(TemperatureDifference left, TemperatureDifference right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static TemperatureDifference Min(TemperatureDifference left, TemperatureDifference right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static TemperatureDifference Max(TemperatureDifference left, TemperatureDifference right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static TemperatureDifference Clamp(TemperatureDifference value, TemperatureDifference minimum, TemperatureDifference maximum) =>
        Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static TemperatureDifference Abs(TemperatureDifference value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(TemperatureDifference other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '10 K'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
