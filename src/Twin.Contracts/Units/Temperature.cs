namespace Twin.Units;

/// <summary>Temperature on an absolute scale; degrees Celsius inside.</summary>
/// <remarks>Two temperatures have no sum and no ratio; their difference is a TemperatureDifference. Default is 0 degC. 0 degC is 273.15 K
/// (SI brochure, 9th edition, 2.3.1).
/// A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and let NaN
/// through.</remarks>
public readonly record struct Temperature : IQuantity<Temperature>
{
    private const double KelvinAtZeroCelsius = 273.15;
    private readonly double _si;

    private Temperature(double si) => _si = si;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.Temperature;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in degrees Celsius.</summary>
    public double Celsius => _si;

    /// <summary>The value in kelvin.</summary>
    public double Kelvin => _si + KelvinAtZeroCelsius;

    /// <inheritdoc/>
    public static Temperature FromSi(double value) => new(value);

    /// <summary>Makes it from a number of degrees Celsius.</summary>
    public static Temperature FromCelsius(double celsius) => new(QuantityGuard.RefuseNaN(celsius));

    /// <summary>Makes it from a number of kelvin.</summary>
    public static Temperature FromKelvin(double kelvin) => new(QuantityGuard.RefuseNaN(kelvin) - KelvinAtZeroCelsius);

    /// <summary>Difference of two temperatures.</summary>
    public static TemperatureDifference operator -(Temperature left, Temperature right) =>
        TemperatureDifference.FromSi(left._si - right._si);

    /// <summary>The temperature raised by a difference.</summary>
    public static Temperature operator +(Temperature left, TemperatureDifference right) => new(left._si + right.Si);

    /// <summary>The temperature raised by a difference.</summary>
    public static Temperature operator +(TemperatureDifference left, Temperature right) => new(left.Si + right._si);

    /// <summary>The temperature lowered by a difference.</summary>
    public static Temperature operator -(Temperature left, TemperatureDifference right) => new(left._si - right.Si);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(Temperature left, Temperature right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(Temperature left, Temperature right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(Temperature left, Temperature right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(Temperature left, Temperature right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static Temperature Min(Temperature left, Temperature right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static Temperature Max(Temperature left, Temperature right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static Temperature Clamp(Temperature value, Temperature minimum, Temperature maximum) => Min(Max(value, minimum), maximum);

    /// <inheritdoc/>
    public int CompareTo(Temperature other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '25 degC'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
