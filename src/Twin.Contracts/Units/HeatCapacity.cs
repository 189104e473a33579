namespace Twin.Units;

/// <summary>Heat capacity of a node; joules per kelvin inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct HeatCapacity : IQuantity<HeatCapacity>
{
    private readonly double _si;

    private HeatCapacity(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static HeatCapacity Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.HeatCapacity;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in joules per kelvin.</summary>
    public double JoulesPerKelvin => _si;

    /// <summary>The value in millijoules per kelvin.</summary>
    public double MillijoulesPerKelvin => _si * 1e3;

    /// <inheritdoc/>
    public static HeatCapacity FromSi(double value) => new(value);

    /// <summary>Makes it from a number of joules per kelvin.</summary>
    public static HeatCapacity FromJoulesPerKelvin(double joulesPerKelvin) => new(QuantityGuard.RefuseNaN(joulesPerKelvin));

    /// <summary>Makes it from a number of millijoules per kelvin.</summary>
    public static HeatCapacity FromMillijoulesPerKelvin(double millijoulesPerKelvin) =>
        new(QuantityGuard.RefuseNaN(millijoulesPerKelvin) / 1e3);

    /// <summary>Sum.</summary>
    public static HeatCapacity operator +(HeatCapacity left, HeatCapacity right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static HeatCapacity operator -(HeatCapacity left, HeatCapacity right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static HeatCapacity operator -(HeatCapacity value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static HeatCapacity operator *(HeatCapacity value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static HeatCapacity operator *(double factor, HeatCapacity value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static HeatCapacity operator /(HeatCapacity value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(HeatCapacity left, HeatCapacity right) => left._si / right._si;

    /// <summary>Heat stored: C dT.</summary>
    public static Energy operator *(HeatCapacity left, TemperatureDifference right) => Energy.FromSi(left._si * right.Si);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(HeatCapacity left, HeatCapacity right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(HeatCapacity left, HeatCapacity right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(HeatCapacity left, HeatCapacity right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(HeatCapacity left, HeatCapacity right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static HeatCapacity Min(HeatCapacity left, HeatCapacity right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static HeatCapacity Max(HeatCapacity left, HeatCapacity right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static HeatCapacity Clamp(HeatCapacity value, HeatCapacity minimum, HeatCapacity maximum) => Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static HeatCapacity Abs(HeatCapacity value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(HeatCapacity other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '20 mJ/K'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
