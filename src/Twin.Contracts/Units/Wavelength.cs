namespace Twin.Units;

/// <summary>Wavelength of light in vacuum, or a shift of one; metres inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct Wavelength : IQuantity<Wavelength>
{
    private readonly double _si;

    private Wavelength(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static Wavelength Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.Wavelength;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in meters.</summary>
    public double Meters => _si;

    /// <summary>The value in micrometers.</summary>
    public double Micrometers => _si * 1e6;

    /// <summary>The value in nanometers.</summary>
    public double Nanometers => _si * 1e9;

    /// <summary>The value in picometers.</summary>
    public double Picometers => _si * 1e12;

    /// <inheritdoc/>
    public static Wavelength FromSi(double value) => new(value);

    /// <summary>Makes it from a number of meters.</summary>
    public static Wavelength FromMeters(double meters) => new(QuantityGuard.RefuseNaN(meters));

    /// <summary>Makes it from a number of micrometers.</summary>
    public static Wavelength FromMicrometers(double micrometers) => new(QuantityGuard.RefuseNaN(micrometers) / 1e6);

    /// <summary>Makes it from a number of nanometers.</summary>
    public static Wavelength FromNanometers(double nanometers) => new(QuantityGuard.RefuseNaN(nanometers) / 1e9);

    /// <summary>Makes it from a number of picometers.</summary>
    public static Wavelength FromPicometers(double picometers) => new(QuantityGuard.RefuseNaN(picometers) / 1e12);

    /// <summary>Sum.</summary>
    public static Wavelength operator +(Wavelength left, Wavelength right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static Wavelength operator -(Wavelength left, Wavelength right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static Wavelength operator -(Wavelength value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static Wavelength operator *(Wavelength value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static Wavelength operator *(double factor, Wavelength value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static Wavelength operator /(Wavelength value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(Wavelength left, Wavelength right) => left._si / right._si;

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(Wavelength left, Wavelength right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(Wavelength left, Wavelength right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(Wavelength left, Wavelength right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(Wavelength left, Wavelength right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static Wavelength Min(Wavelength left, Wavelength right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static Wavelength Max(Wavelength left, Wavelength right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static Wavelength Clamp(Wavelength value, Wavelength minimum, Wavelength maximum) => Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static Wavelength Abs(Wavelength value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(Wavelength other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '1310 nm'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
