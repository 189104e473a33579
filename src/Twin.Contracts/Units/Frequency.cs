namespace Twin.Units;

/// <summary>Frequency or bandwidth; hertz inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct Frequency : IQuantity<Frequency>
{
    private readonly double _si;

    private Frequency(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static Frequency Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.Frequency;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in hertz.</summary>
    public double Hertz => _si;

    /// <summary>The value in kilohertz.</summary>
    public double Kilohertz => _si / 1e3;

    /// <summary>The value in megahertz.</summary>
    public double Megahertz => _si / 1e6;

    /// <summary>The value in gigahertz.</summary>
    public double Gigahertz => _si / 1e9;

    /// <summary>The value in terahertz.</summary>
    public double Terahertz => _si / 1e12;

    /// <inheritdoc/>
    public static Frequency FromSi(double value) => new(value);

    /// <summary>Makes it from a number of hertz.</summary>
    public static Frequency FromHertz(double hertz) => new(QuantityGuard.RefuseNaN(hertz));

    /// <summary>Makes it from a number of kilohertz.</summary>
    public static Frequency FromKilohertz(double kilohertz) => new(QuantityGuard.RefuseNaN(kilohertz) * 1e3);

    /// <summary>Makes it from a number of megahertz.</summary>
    public static Frequency FromMegahertz(double megahertz) => new(QuantityGuard.RefuseNaN(megahertz) * 1e6);

    /// <summary>Makes it from a number of gigahertz.</summary>
    public static Frequency FromGigahertz(double gigahertz) => new(QuantityGuard.RefuseNaN(gigahertz) * 1e9);

    /// <summary>Makes it from a number of terahertz.</summary>
    public static Frequency FromTerahertz(double terahertz) => new(QuantityGuard.RefuseNaN(terahertz) * 1e12);

    /// <summary>Sum.</summary>
    public static Frequency operator +(Frequency left, Frequency right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static Frequency operator -(Frequency left, Frequency right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static Frequency operator -(Frequency value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static Frequency operator *(Frequency value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static Frequency operator *(double factor, Frequency value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static Frequency operator /(Frequency value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(Frequency left, Frequency right) => left._si / right._si;

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(Frequency left, Frequency right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(Frequency left, Frequency right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(Frequency left, Frequency right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(Frequency left, Frequency right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static Frequency Min(Frequency left, Frequency right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static Frequency Max(Frequency left, Frequency right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static Frequency Clamp(Frequency value, Frequency minimum, Frequency maximum) => Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static Frequency Abs(Frequency value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(Frequency other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '26.5625 GHz'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
