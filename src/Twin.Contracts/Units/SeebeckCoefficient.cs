namespace Twin.Units;

/// <summary>Seebeck coefficient of a thermoelectric module: voltage for each kelvin between its faces; volts per kelvin inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct SeebeckCoefficient : IQuantity<SeebeckCoefficient>
{
    private readonly double _si;

    private SeebeckCoefficient(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static SeebeckCoefficient Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.SeebeckCoefficient;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in volts per kelvin.</summary>
    public double VoltsPerKelvin => _si;

    /// <inheritdoc/>
    public static SeebeckCoefficient FromSi(double value) => new(value);

    /// <summary>The value in millivolts per kelvin.</summary>
    public double MillivoltsPerKelvin => _si * 1e3;

    /// <summary>Makes it from a number of volts per kelvin.</summary>
    public static SeebeckCoefficient FromVoltsPerKelvin(double voltsPerKelvin) => new(QuantityGuard.RefuseNaN(voltsPerKelvin));

    /// <summary>Makes it from a number of millivolts per kelvin.</summary>
    public static SeebeckCoefficient FromMillivoltsPerKelvin(double millivoltsPerKelvin) => new(QuantityGuard.RefuseNaN(millivoltsPerKelvin) / 1e3);

    /// <summary>Sum.</summary>
    public static SeebeckCoefficient operator +(SeebeckCoefficient left, SeebeckCoefficient right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static SeebeckCoefficient operator -(SeebeckCoefficient left, SeebeckCoefficient right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static SeebeckCoefficient operator -(SeebeckCoefficient value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static SeebeckCoefficient operator *(SeebeckCoefficient value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static SeebeckCoefficient operator *(double factor, SeebeckCoefficient value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static SeebeckCoefficient operator /(SeebeckCoefficient value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(SeebeckCoefficient left, SeebeckCoefficient right) => left._si / right._si;

    /// <summary>Voltage between the terminals without current, for a difference between the faces.</summary>
    public static Voltage operator *(SeebeckCoefficient left, TemperatureDifference right) => Voltage.FromSi(left._si * right.Si);

    /// <summary>Voltage between the terminals without current, for a difference between the faces.</summary>
    public static Voltage operator *(TemperatureDifference left, SeebeckCoefficient right) => Voltage.FromSi(left.Si * right._si);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(SeebeckCoefficient left, SeebeckCoefficient right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(SeebeckCoefficient left, SeebeckCoefficient right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(SeebeckCoefficient left, SeebeckCoefficient right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(SeebeckCoefficient left, SeebeckCoefficient right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static SeebeckCoefficient Min(SeebeckCoefficient left, SeebeckCoefficient right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static SeebeckCoefficient Max(SeebeckCoefficient left, SeebeckCoefficient right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static SeebeckCoefficient Clamp(SeebeckCoefficient value, SeebeckCoefficient minimum, SeebeckCoefficient maximum) =>
        Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static SeebeckCoefficient Abs(SeebeckCoefficient value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(SeebeckCoefficient other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '50 mV/K'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
