namespace Twin.Units;

/// <summary>Drift of a wavelength with temperature; metres per kelvin inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct WavelengthDrift : IQuantity<WavelengthDrift>
{
    private readonly double _si;

    private WavelengthDrift(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static WavelengthDrift Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.WavelengthDrift;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in meters per kelvin.</summary>
    public double MetersPerKelvin => _si;

    /// <summary>The value in nanometers per kelvin.</summary>
    public double NanometersPerKelvin => _si * 1e9;

    /// <summary>The value in picometers per kelvin.</summary>
    public double PicometersPerKelvin => _si * 1e12;

    /// <inheritdoc/>
    public static WavelengthDrift FromSi(double value) => new(value);

    /// <summary>Makes it from a number of meters per kelvin.</summary>
    public static WavelengthDrift FromMetersPerKelvin(double metersPerKelvin) => new(QuantityGuard.RefuseNaN(metersPerKelvin));

    /// <summary>Makes it from a number of nanometers per kelvin.</summary>
    public static WavelengthDrift FromNanometersPerKelvin(double nanometersPerKelvin) =>
        new(QuantityGuard.RefuseNaN(nanometersPerKelvin) / 1e9);

    /// <summary>Makes it from a number of picometers per kelvin.</summary>
    public static WavelengthDrift FromPicometersPerKelvin(double picometersPerKelvin) =>
        new(QuantityGuard.RefuseNaN(picometersPerKelvin) / 1e12);

    /// <summary>Sum.</summary>
    public static WavelengthDrift operator +(WavelengthDrift left, WavelengthDrift right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static WavelengthDrift operator -(WavelengthDrift left, WavelengthDrift right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static WavelengthDrift operator -(WavelengthDrift value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static WavelengthDrift operator *(WavelengthDrift value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static WavelengthDrift operator *(double factor, WavelengthDrift value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static WavelengthDrift operator /(WavelengthDrift value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(WavelengthDrift left, WavelengthDrift right) => left._si / right._si;

    /// <summary>Shift of the wavelength.</summary>
    public static Wavelength operator *(WavelengthDrift left, TemperatureDifference right) => Wavelength.FromSi(left._si * right.Si);

    /// <summary>Shift of the wavelength.</summary>
    public static Wavelength operator *(TemperatureDifference left, WavelengthDrift right) => Wavelength.FromSi(left.Si * right._si);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(WavelengthDrift left, WavelengthDrift right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(WavelengthDrift left, WavelengthDrift right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(WavelengthDrift left, WavelengthDrift right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(WavelengthDrift left, WavelengthDrift right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static WavelengthDrift Min(WavelengthDrift left, WavelengthDrift right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static WavelengthDrift Max(WavelengthDrift left, WavelengthDrift right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static WavelengthDrift Clamp(WavelengthDrift value, WavelengthDrift minimum, WavelengthDrift maximum) =>
        Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static WavelengthDrift Abs(WavelengthDrift value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(WavelengthDrift other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '90 pm/K'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
