namespace Twin.Units;

/// <summary>Thermal conductance between two nodes; watts per kelvin inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct ThermalConductance : IQuantity<ThermalConductance>
{
    private readonly double _si;

    private ThermalConductance(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static ThermalConductance Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.ThermalConductance;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in watts per kelvin.</summary>
    public double WattsPerKelvin => _si;

    /// <summary>The value in milliwatts per kelvin.</summary>
    public double MilliwattsPerKelvin => _si * 1e3;

    /// <inheritdoc/>
    public static ThermalConductance FromSi(double value) => new(value);

    /// <summary>Makes it from a number of watts per kelvin.</summary>
    public static ThermalConductance FromWattsPerKelvin(double wattsPerKelvin) => new(QuantityGuard.RefuseNaN(wattsPerKelvin));

    /// <summary>Makes it from a number of milliwatts per kelvin.</summary>
    public static ThermalConductance FromMilliwattsPerKelvin(double milliwattsPerKelvin) =>
        new(QuantityGuard.RefuseNaN(milliwattsPerKelvin) / 1e3);

    /// <summary>Sum.</summary>
    public static ThermalConductance operator +(ThermalConductance left, ThermalConductance right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static ThermalConductance operator -(ThermalConductance left, ThermalConductance right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static ThermalConductance operator -(ThermalConductance value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static ThermalConductance operator *(ThermalConductance value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static ThermalConductance operator *(double factor, ThermalConductance value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static ThermalConductance operator /(ThermalConductance value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(ThermalConductance left, ThermalConductance right) => left._si / right._si;

    /// <summary>Heat flow: G dT.</summary>
    public static Power operator *(ThermalConductance left, TemperatureDifference right) => Power.FromSi(left._si * right.Si);

    /// <summary>Heat flow: G dT.</summary>
    public static Power operator *(TemperatureDifference left, ThermalConductance right) => Power.FromSi(left.Si * right._si);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(ThermalConductance left, ThermalConductance right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(ThermalConductance left, ThermalConductance right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(ThermalConductance left, ThermalConductance right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(ThermalConductance left, ThermalConductance right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static ThermalConductance Min(ThermalConductance left, ThermalConductance right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static ThermalConductance Max(ThermalConductance left, ThermalConductance right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static ThermalConductance Clamp(ThermalConductance value, ThermalConductance minimum, ThermalConductance maximum) =>
        Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static ThermalConductance Abs(ThermalConductance value) => new(Math.Abs(value._si));

    /// <summary>The resistance 1/G; infinite for a conductance of zero.</summary>
    public ThermalResistance ToResistance() => ThermalResistance.FromSi(1 / _si);

    /// <inheritdoc/>
    public int CompareTo(ThermalConductance other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '500 mW/K'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
