namespace Twin.Units;

/// <summary>Rotational speed of a fan or pump; revolutions per second inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct RotationalSpeed : IQuantity<RotationalSpeed>
{
    private readonly double _si;

    private RotationalSpeed(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static RotationalSpeed Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.RotationalSpeed;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in revolutions per second.</summary>
    public double RevolutionsPerSecond => _si;

    /// <summary>The value in revolutions per minute.</summary>
    public double Rpm => _si * 60;

    /// <inheritdoc/>
    public static RotationalSpeed FromSi(double value) => new(value);

    /// <summary>Makes it from a number of revolutions per second.</summary>
    public static RotationalSpeed FromRevolutionsPerSecond(double revolutionsPerSecond) =>
        new(QuantityGuard.RefuseNaN(revolutionsPerSecond));

    /// <summary>Makes it from a number of revolutions per minute.</summary>
    public static RotationalSpeed FromRpm(double rpm) => new(QuantityGuard.RefuseNaN(rpm) / 60);

    /// <summary>Sum.</summary>
    public static RotationalSpeed operator +(RotationalSpeed left, RotationalSpeed right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static RotationalSpeed operator -(RotationalSpeed left, RotationalSpeed right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static RotationalSpeed operator -(RotationalSpeed value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static RotationalSpeed operator *(RotationalSpeed value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static RotationalSpeed operator *(double factor, RotationalSpeed value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static RotationalSpeed operator /(RotationalSpeed value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(RotationalSpeed left, RotationalSpeed right) => left._si / right._si;

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(RotationalSpeed left, RotationalSpeed right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(RotationalSpeed left, RotationalSpeed right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(RotationalSpeed left, RotationalSpeed right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(RotationalSpeed left, RotationalSpeed right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static RotationalSpeed Min(RotationalSpeed left, RotationalSpeed right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static RotationalSpeed Max(RotationalSpeed left, RotationalSpeed right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static RotationalSpeed Clamp(RotationalSpeed value, RotationalSpeed minimum, RotationalSpeed maximum) =>
        Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static RotationalSpeed Abs(RotationalSpeed value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(RotationalSpeed other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '22000 rpm'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
