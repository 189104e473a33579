namespace Twin.Units;

/// <summary>Heat transfer coefficient of a surface or interface; watts per square metre and kelvin inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct HeatTransferCoefficient : IQuantity<HeatTransferCoefficient>
{
    private readonly double _si;

    private HeatTransferCoefficient(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static HeatTransferCoefficient Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.HeatTransferCoefficient;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in watts per square meter kelvin.</summary>
    public double WattsPerSquareMeterKelvin => _si;

    /// <inheritdoc/>
    public static HeatTransferCoefficient FromSi(double value) => new(value);

    /// <summary>Makes it from a number of watts per square meter kelvin.</summary>
    public static HeatTransferCoefficient FromWattsPerSquareMeterKelvin(double wattsPerSquareMeterKelvin) =>
        new(QuantityGuard.RefuseNaN(wattsPerSquareMeterKelvin));

    /// <summary>Sum.</summary>
    public static HeatTransferCoefficient operator +(HeatTransferCoefficient left, HeatTransferCoefficient right) =>
        new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static HeatTransferCoefficient operator -(HeatTransferCoefficient left, HeatTransferCoefficient right) =>
        new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static HeatTransferCoefficient operator -(HeatTransferCoefficient value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static HeatTransferCoefficient operator *(HeatTransferCoefficient value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static HeatTransferCoefficient operator *(double factor, HeatTransferCoefficient value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static HeatTransferCoefficient operator /(HeatTransferCoefficient value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(HeatTransferCoefficient left, HeatTransferCoefficient right) => left._si / right._si;

    /// <summary>Conductance of a surface: h A.</summary>
    public static ThermalConductance operator *(HeatTransferCoefficient left, Area right) => ThermalConductance.FromSi(left._si * right.Si);

    /// <summary>Conductance of a surface: h A.</summary>
    public static ThermalConductance operator *(Area left, HeatTransferCoefficient right) => ThermalConductance.FromSi(left.Si * right._si);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(HeatTransferCoefficient left, HeatTransferCoefficient right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(HeatTransferCoefficient left, HeatTransferCoefficient right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(HeatTransferCoefficient left, HeatTransferCoefficient right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(HeatTransferCoefficient left, HeatTransferCoefficient right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static HeatTransferCoefficient Min(HeatTransferCoefficient left, HeatTransferCoefficient right) =>
        new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static HeatTransferCoefficient Max(HeatTransferCoefficient left, HeatTransferCoefficient right) =>
        new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static HeatTransferCoefficient Clamp(HeatTransferCoefficient value, HeatTransferCoefficient minimum, HeatTransferCoefficient maximum) =>
        Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static HeatTransferCoefficient Abs(HeatTransferCoefficient value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(HeatTransferCoefficient other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '9000 W/m2K'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
