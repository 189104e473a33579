namespace Twin.Units;

/// <summary>Heat capacity per volume of a material; joules per cubic metre and kelvin inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct VolumetricHeatCapacity : IQuantity<VolumetricHeatCapacity>
{
    private readonly double _si;

    private VolumetricHeatCapacity(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static VolumetricHeatCapacity Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.VolumetricHeatCapacity;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in joules per cubic meter kelvin.</summary>
    public double JoulesPerCubicMeterKelvin => _si;

    /// <summary>The value in megajoules per cubic meter kelvin.</summary>
    public double MegajoulesPerCubicMeterKelvin => _si / 1e6;

    /// <inheritdoc/>
    public static VolumetricHeatCapacity FromSi(double value) => new(value);

    /// <summary>Makes it from a number of joules per cubic meter kelvin.</summary>
    public static VolumetricHeatCapacity FromJoulesPerCubicMeterKelvin(double joulesPerCubicMeterKelvin) =>
        new(QuantityGuard.RefuseNaN(joulesPerCubicMeterKelvin));

    /// <summary>Makes it from a number of megajoules per cubic meter kelvin.</summary>
    public static VolumetricHeatCapacity FromMegajoulesPerCubicMeterKelvin(double megajoulesPerCubicMeterKelvin) =>
        new(QuantityGuard.RefuseNaN(megajoulesPerCubicMeterKelvin) * 1e6);

    /// <summary>Sum.</summary>
    public static VolumetricHeatCapacity operator +(VolumetricHeatCapacity left, VolumetricHeatCapacity right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static VolumetricHeatCapacity operator -(VolumetricHeatCapacity left, VolumetricHeatCapacity right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static VolumetricHeatCapacity operator -(VolumetricHeatCapacity value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static VolumetricHeatCapacity operator *(VolumetricHeatCapacity value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static VolumetricHeatCapacity operator *(double factor, VolumetricHeatCapacity value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static VolumetricHeatCapacity operator /(VolumetricHeatCapacity value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(VolumetricHeatCapacity left, VolumetricHeatCapacity right) => left._si / right._si;

    /// <summary>Capacity rate of a stream: heat carried per kelvin of warming.</summary>
    public static ThermalConductance operator *(VolumetricHeatCapacity left, VolumeFlow right) =>
        ThermalConductance.FromSi(left._si * right.Si);

    /// <summary>Capacity rate of a stream: heat carried per kelvin of warming.</summary>
    public static ThermalConductance operator *(VolumeFlow left, VolumetricHeatCapacity right) =>
        ThermalConductance.FromSi(left.Si * right._si);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(VolumetricHeatCapacity left, VolumetricHeatCapacity right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(VolumetricHeatCapacity left, VolumetricHeatCapacity right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(VolumetricHeatCapacity left, VolumetricHeatCapacity right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(VolumetricHeatCapacity left, VolumetricHeatCapacity right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static VolumetricHeatCapacity Min(VolumetricHeatCapacity left, VolumetricHeatCapacity right) =>
        new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static VolumetricHeatCapacity Max(VolumetricHeatCapacity left, VolumetricHeatCapacity right) =>
        new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static VolumetricHeatCapacity Clamp(VolumetricHeatCapacity value, VolumetricHeatCapacity minimum, VolumetricHeatCapacity maximum) =>
        Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static VolumetricHeatCapacity Abs(VolumetricHeatCapacity value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(VolumetricHeatCapacity other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '1.63 MJ/m3K'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
