namespace Twin.Units;

/// <summary>Length of a thing; light has a Wavelength; metres inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct Length : IQuantity<Length>
{
    private readonly double _si;

    private Length(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static Length Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.Length;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in meters.</summary>
    public double Meters => _si;

    /// <summary>The value in kilometers.</summary>
    public double Kilometers => _si / 1e3;

    /// <summary>The value in centimeters.</summary>
    public double Centimeters => _si * 1e2;

    /// <summary>The value in millimeters.</summary>
    public double Millimeters => _si * 1e3;

    /// <summary>The value in micrometers.</summary>
    public double Micrometers => _si * 1e6;

    /// <summary>The value in nanometers.</summary>
    public double Nanometers => _si * 1e9;

    /// <summary>The value in inches.</summary>
    public double Inches => _si / 0.0254;

    /// <inheritdoc/>
    public static Length FromSi(double value) => new(value);

    /// <summary>Makes it from a number of meters.</summary>
    public static Length FromMeters(double meters) => new(QuantityGuard.RefuseNaN(meters));

    /// <summary>Makes it from a number of kilometers.</summary>
    public static Length FromKilometers(double kilometers) => new(QuantityGuard.RefuseNaN(kilometers) * 1e3);

    /// <summary>Makes it from a number of centimeters.</summary>
    public static Length FromCentimeters(double centimeters) => new(QuantityGuard.RefuseNaN(centimeters) / 1e2);

    /// <summary>Makes it from a number of millimeters.</summary>
    public static Length FromMillimeters(double millimeters) => new(QuantityGuard.RefuseNaN(millimeters) / 1e3);

    /// <summary>Makes it from a number of micrometers.</summary>
    public static Length FromMicrometers(double micrometers) => new(QuantityGuard.RefuseNaN(micrometers) / 1e6);

    /// <summary>Makes it from a number of nanometers.</summary>
    public static Length FromNanometers(double nanometers) => new(QuantityGuard.RefuseNaN(nanometers) / 1e9);

    /// <summary>Makes it from a number of inches.</summary>
    public static Length FromInches(double inches) => new(QuantityGuard.RefuseNaN(inches) * 0.0254);

    /// <summary>Sum.</summary>
    public static Length operator +(Length left, Length right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static Length operator -(Length left, Length right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static Length operator -(Length value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static Length operator *(Length value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static Length operator *(double factor, Length value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static Length operator /(Length value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(Length left, Length right) => left._si / right._si;

    /// <summary>Area of a rectangle.</summary>
    public static Area operator *(Length left, Length right) => Area.FromSi(left._si * right._si);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(Length left, Length right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(Length left, Length right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(Length left, Length right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(Length left, Length right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static Length Min(Length left, Length right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static Length Max(Length left, Length right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static Length Clamp(Length value, Length minimum, Length maximum) => Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static Length Abs(Length value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(Length other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '75 mm'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
