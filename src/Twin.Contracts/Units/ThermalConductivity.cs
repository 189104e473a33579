namespace Twin.Units;

/// <summary>Thermal conductivity of a material; watts per metre and kelvin inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct ThermalConductivity : IQuantity<ThermalConductivity>
{
    private readonly double _si;

    private ThermalConductivity(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static ThermalConductivity Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.ThermalConductivity;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in watts per meter kelvin.</summary>
    public double WattsPerMeterKelvin => _si;

    /// <inheritdoc/>
    public static ThermalConductivity FromSi(double value) => new(value);

    /// <summary>Makes it from a number of watts per meter kelvin.</summary>
    public static ThermalConductivity FromWattsPerMeterKelvin(double wattsPerMeterKelvin) =>
        new(QuantityGuard.RefuseNaN(wattsPerMeterKelvin));

    /// <summary>Sum.</summary>
    public static ThermalConductivity operator +(ThermalConductivity left, ThermalConductivity right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static ThermalConductivity operator -(ThermalConductivity left, ThermalConductivity right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static ThermalConductivity operator -(ThermalConductivity value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static ThermalConductivity operator *(ThermalConductivity value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static ThermalConductivity operator *(double factor, ThermalConductivity value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static ThermalConductivity operator /(ThermalConductivity value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(ThermalConductivity left, ThermalConductivity right) => left._si / right._si;

    /// <summary>Conductance per area of a layer of this thickness: k / t.</summary>
    public static HeatTransferCoefficient operator /(ThermalConductivity left, Length right) =>
        HeatTransferCoefficient.FromSi(left._si / right.Si);

    /// <summary>Conductance of a bar whose cross section over length is this length: k (A / L).</summary>
    public static ThermalConductance operator *(ThermalConductivity left, Length right) => ThermalConductance.FromSi(left._si * right.Si);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(ThermalConductivity left, ThermalConductivity right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(ThermalConductivity left, ThermalConductivity right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(ThermalConductivity left, ThermalConductivity right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(ThermalConductivity left, ThermalConductivity right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static ThermalConductivity Min(ThermalConductivity left, ThermalConductivity right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static ThermalConductivity Max(ThermalConductivity left, ThermalConductivity right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static ThermalConductivity Clamp(ThermalConductivity value, ThermalConductivity minimum, ThermalConductivity maximum) =>
        Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static ThermalConductivity Abs(ThermalConductivity value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(ThermalConductivity other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '148 W/mK'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
