namespace Twin.Units;

/// <summary>Tuning of a wavelength by heater power; metres per watt inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct TuningEfficiency : IQuantity<TuningEfficiency>
{
    private readonly double _si;

    private TuningEfficiency(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static TuningEfficiency Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.TuningEfficiency;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in meters per watt.</summary>
    public double MetersPerWatt => _si;

    /// <summary>The value in nanometers per watt.</summary>
    public double NanometersPerWatt => _si * 1e9;

    /// <summary>The value in nanometers per milliwatt.</summary>
    public double NanometersPerMilliwatt => _si * 1e6;

    /// <inheritdoc/>
    public static TuningEfficiency FromSi(double value) => new(value);

    /// <summary>Makes it from a number of meters per watt.</summary>
    public static TuningEfficiency FromMetersPerWatt(double metersPerWatt) => new(QuantityGuard.RefuseNaN(metersPerWatt));

    /// <summary>Makes it from a number of nanometers per watt.</summary>
    public static TuningEfficiency FromNanometersPerWatt(double nanometersPerWatt) => new(QuantityGuard.RefuseNaN(nanometersPerWatt) / 1e9);

    /// <summary>Makes it from a number of nanometers per milliwatt.</summary>
    public static TuningEfficiency FromNanometersPerMilliwatt(double nanometersPerMilliwatt) =>
        new(QuantityGuard.RefuseNaN(nanometersPerMilliwatt) / 1e6);

    /// <summary>Sum.</summary>
    public static TuningEfficiency operator +(TuningEfficiency left, TuningEfficiency right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static TuningEfficiency operator -(TuningEfficiency left, TuningEfficiency right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static TuningEfficiency operator -(TuningEfficiency value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static TuningEfficiency operator *(TuningEfficiency value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static TuningEfficiency operator *(double factor, TuningEfficiency value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static TuningEfficiency operator /(TuningEfficiency value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(TuningEfficiency left, TuningEfficiency right) => left._si / right._si;

    /// <summary>Shift of the wavelength.</summary>
    public static Wavelength operator *(TuningEfficiency left, Power right) => Wavelength.FromSi(left._si * right.Si);

    /// <summary>Shift of the wavelength.</summary>
    public static Wavelength operator *(Power left, TuningEfficiency right) => Wavelength.FromSi(left.Si * right._si);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(TuningEfficiency left, TuningEfficiency right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(TuningEfficiency left, TuningEfficiency right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(TuningEfficiency left, TuningEfficiency right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(TuningEfficiency left, TuningEfficiency right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static TuningEfficiency Min(TuningEfficiency left, TuningEfficiency right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static TuningEfficiency Max(TuningEfficiency left, TuningEfficiency right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static TuningEfficiency Clamp(TuningEfficiency value, TuningEfficiency minimum, TuningEfficiency maximum) =>
        Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static TuningEfficiency Abs(TuningEfficiency value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(TuningEfficiency other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '0.25 nm/mW'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
