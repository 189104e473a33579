namespace Twin.Units;

/// <summary>Dimensionless ratio; one inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct Ratio : IQuantity<Ratio>
{
    private readonly double _si;

    private Ratio(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static Ratio Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.Ratio;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value as a plain number: 0.5 is a half.</summary>
    public double Fraction => _si;

    /// <summary>The value in percent.</summary>
    public double Percent => _si * 1e2;

    /// <summary>The value in parts per million.</summary>
    public double PartsPerMillion => _si * 1e6;

    /// <inheritdoc/>
    public static Ratio FromSi(double value) => new(value);

    /// <summary>Makes it from a plain number: 0.5 is a half.</summary>
    public static Ratio FromFraction(double fraction) => new(QuantityGuard.RefuseNaN(fraction));

    /// <summary>Makes it from a number of percent.</summary>
    public static Ratio FromPercent(double percent) => new(QuantityGuard.RefuseNaN(percent) / 1e2);

    /// <summary>Makes it from a number of parts per million.</summary>
    public static Ratio FromPartsPerMillion(double partsPerMillion) => new(QuantityGuard.RefuseNaN(partsPerMillion) / 1e6);

    /// <summary>Sum.</summary>
    public static Ratio operator +(Ratio left, Ratio right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static Ratio operator -(Ratio left, Ratio right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static Ratio operator -(Ratio value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static Ratio operator *(Ratio value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static Ratio operator *(double factor, Ratio value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static Ratio operator /(Ratio value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(Ratio left, Ratio right) => left._si / right._si;

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(Ratio left, Ratio right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(Ratio left, Ratio right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(Ratio left, Ratio right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(Ratio left, Ratio right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static Ratio Min(Ratio left, Ratio right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static Ratio Max(Ratio left, Ratio right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static Ratio Clamp(Ratio value, Ratio minimum, Ratio maximum) => Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static Ratio Abs(Ratio value) => new(Math.Abs(value._si));

    /// <summary>Product of two ratios.</summary>
    public static Ratio operator *(Ratio left, Ratio right) => new(left._si * right._si);

    /// <summary>The ratio as a plain number, so that it scales any quantity.</summary>
    public static implicit operator double(Ratio value) => value._si;

    /// <summary>The ratio as a plain number; the named form of the conversion.</summary>
    public double ToDouble() => _si;

    /// <inheritdoc/>
    public int CompareTo(Ratio other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '0.5'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
