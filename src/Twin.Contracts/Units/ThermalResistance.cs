namespace Twin.Units;

/// <summary>Thermal resistance between two nodes; kelvin per watt inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct ThermalResistance : IQuantity<ThermalResistance>
{
    private readonly double _si;

    private ThermalResistance(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static ThermalResistance Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.ThermalResistance;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in kelvin per watt.</summary>
    public double KelvinPerWatt => _si;

    /// <summary>The value in millikelvin per watt.</summary>
    public double MillikelvinPerWatt => _si * 1e3;

    /// <inheritdoc/>
    public static ThermalResistance FromSi(double value) => new(value);

    /// <summary>Makes it from a number of kelvin per watt.</summary>
    public static ThermalResistance FromKelvinPerWatt(double kelvinPerWatt) => new(QuantityGuard.RefuseNaN(kelvinPerWatt));

    /// <summary>Makes it from a number of millikelvin per watt.</summary>
    public static ThermalResistance FromMillikelvinPerWatt(double millikelvinPerWatt) =>
        new(QuantityGuard.RefuseNaN(millikelvinPerWatt) / 1e3);

    /// <summary>Sum.</summary>
    public static ThermalResistance operator +(ThermalResistance left, ThermalResistance right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static ThermalResistance operator -(ThermalResistance left, ThermalResistance right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static ThermalResistance operator -(ThermalResistance value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static ThermalResistance operator *(ThermalResistance value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static ThermalResistance operator *(double factor, ThermalResistance value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static ThermalResistance operator /(ThermalResistance value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(ThermalResistance left, ThermalResistance right) => left._si / right._si;

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(ThermalResistance left, ThermalResistance right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(ThermalResistance left, ThermalResistance right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(ThermalResistance left, ThermalResistance right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(ThermalResistance left, ThermalResistance right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static ThermalResistance Min(ThermalResistance left, ThermalResistance right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static ThermalResistance Max(ThermalResistance left, ThermalResistance right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static ThermalResistance Clamp(ThermalResistance value, ThermalResistance minimum, ThermalResistance maximum) =>
        Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static ThermalResistance Abs(ThermalResistance value) => new(Math.Abs(value._si));

    /// <summary>The conductance 1/R; infinite for a resistance of zero.</summary>
    public ThermalConductance ToConductance() => ThermalConductance.FromSi(1 / _si);

    /// <inheritdoc/>
    public int CompareTo(ThermalResistance other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '2 K/W'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
