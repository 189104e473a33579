namespace Twin.Units;

/// <summary>Electric current; amperes inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct Current : IQuantity<Current>
{
    private readonly double _si;

    private Current(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static Current Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.Current;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in amperes.</summary>
    public double Amperes => _si;

    /// <summary>The value in milliamperes.</summary>
    public double Milliamperes => _si * 1e3;

    /// <summary>The value in microamperes.</summary>
    public double Microamperes => _si * 1e6;

    /// <summary>The value in nanoamperes.</summary>
    public double Nanoamperes => _si * 1e9;

    /// <inheritdoc/>
    public static Current FromSi(double value) => new(value);

    /// <summary>Makes it from a number of amperes.</summary>
    public static Current FromAmperes(double amperes) => new(QuantityGuard.RefuseNaN(amperes));

    /// <summary>Makes it from a number of milliamperes.</summary>
    public static Current FromMilliamperes(double milliamperes) => new(QuantityGuard.RefuseNaN(milliamperes) / 1e3);

    /// <summary>Makes it from a number of microamperes.</summary>
    public static Current FromMicroamperes(double microamperes) => new(QuantityGuard.RefuseNaN(microamperes) / 1e6);

    /// <summary>Makes it from a number of nanoamperes.</summary>
    public static Current FromNanoamperes(double nanoamperes) => new(QuantityGuard.RefuseNaN(nanoamperes) / 1e9);

    /// <summary>Sum.</summary>
    public static Current operator +(Current left, Current right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static Current operator -(Current left, Current right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static Current operator -(Current value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static Current operator *(Current value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static Current operator *(double factor, Current value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static Current operator /(Current value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(Current left, Current right) => left._si / right._si;

    /// <summary>Ohm's law: I R.</summary>
    public static Voltage operator *(Current left, Resistance right) => Voltage.FromSi(left._si * right.Si);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(Current left, Current right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(Current left, Current right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(Current left, Current right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(Current left, Current right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static Current Min(Current left, Current right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static Current Max(Current left, Current right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static Current Clamp(Current value, Current minimum, Current maximum) => Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static Current Abs(Current value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(Current other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '100 mA'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
