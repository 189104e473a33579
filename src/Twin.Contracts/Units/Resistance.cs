namespace Twin.Units;

/// <summary>Electrical resistance; ohms inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct Resistance : IQuantity<Resistance>
{
    private readonly double _si;

    private Resistance(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static Resistance Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.Resistance;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in ohms.</summary>
    public double Ohms => _si;

    /// <summary>The value in kilohms.</summary>
    public double Kilohms => _si / 1e3;

    /// <summary>The value in milliohms.</summary>
    public double Milliohms => _si * 1e3;

    /// <summary>The value in microohms.</summary>
    public double Microohms => _si * 1e6;

    /// <inheritdoc/>
    public static Resistance FromSi(double value) => new(value);

    /// <summary>Makes it from a number of ohms.</summary>
    public static Resistance FromOhms(double ohms) => new(QuantityGuard.RefuseNaN(ohms));

    /// <summary>Makes it from a number of kilohms.</summary>
    public static Resistance FromKilohms(double kilohms) => new(QuantityGuard.RefuseNaN(kilohms) * 1e3);

    /// <summary>Makes it from a number of milliohms.</summary>
    public static Resistance FromMilliohms(double milliohms) => new(QuantityGuard.RefuseNaN(milliohms) / 1e3);

    /// <summary>Makes it from a number of microohms.</summary>
    public static Resistance FromMicroohms(double microohms) => new(QuantityGuard.RefuseNaN(microohms) / 1e6);

    /// <summary>Sum.</summary>
    public static Resistance operator +(Resistance left, Resistance right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static Resistance operator -(Resistance left, Resistance right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static Resistance operator -(Resistance value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static Resistance operator *(Resistance value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static Resistance operator *(double factor, Resistance value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static Resistance operator /(Resistance value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(Resistance left, Resistance right) => left._si / right._si;

    /// <summary>Ohm's law: R I.</summary>
    public static Voltage operator *(Resistance left, Current right) => Voltage.FromSi(left._si * right.Si);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(Resistance left, Resistance right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(Resistance left, Resistance right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(Resistance left, Resistance right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(Resistance left, Resistance right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static Resistance Min(Resistance left, Resistance right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static Resistance Max(Resistance left, Resistance right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static Resistance Clamp(Resistance value, Resistance minimum, Resistance maximum) => Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static Resistance Abs(Resistance value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(Resistance other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '200 uohm'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
