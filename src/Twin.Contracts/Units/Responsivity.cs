namespace Twin.Units;

/// <summary>Responsivity of a photodiode; amperes per watt inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct Responsivity : IQuantity<Responsivity>
{
    private readonly double _si;

    private Responsivity(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static Responsivity Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.Responsivity;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in amperes per watt.</summary>
    public double AmperesPerWatt => _si;

    /// <inheritdoc/>
    public static Responsivity FromSi(double value) => new(value);

    /// <summary>Makes it from a number of amperes per watt.</summary>
    public static Responsivity FromAmperesPerWatt(double amperesPerWatt) => new(QuantityGuard.RefuseNaN(amperesPerWatt));

    /// <summary>Sum.</summary>
    public static Responsivity operator +(Responsivity left, Responsivity right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static Responsivity operator -(Responsivity left, Responsivity right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static Responsivity operator -(Responsivity value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static Responsivity operator *(Responsivity value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static Responsivity operator *(double factor, Responsivity value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static Responsivity operator /(Responsivity value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(Responsivity left, Responsivity right) => left._si / right._si;

    /// <summary>Photocurrent: R p.</summary>
    public static Current operator *(Responsivity left, Power right) => Current.FromSi(left._si * right.Si);

    /// <summary>Photocurrent: p R.</summary>
    public static Current operator *(Power left, Responsivity right) => Current.FromSi(left.Si * right._si);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(Responsivity left, Responsivity right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(Responsivity left, Responsivity right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(Responsivity left, Responsivity right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(Responsivity left, Responsivity right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static Responsivity Min(Responsivity left, Responsivity right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static Responsivity Max(Responsivity left, Responsivity right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static Responsivity Clamp(Responsivity value, Responsivity minimum, Responsivity maximum) => Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static Responsivity Abs(Responsivity value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(Responsivity other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '0.8 A/W'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
