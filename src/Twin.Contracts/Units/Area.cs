namespace Twin.Units;

/// <summary>Area; square metres inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct Area : IQuantity<Area>
{
    private readonly double _si;

    private Area(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static Area Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.Area;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in square meters.</summary>
    public double SquareMeters => _si;

    /// <summary>The value in square centimeters.</summary>
    public double SquareCentimeters => _si * 1e4;

    /// <summary>The value in square millimeters.</summary>
    public double SquareMillimeters => _si * 1e6;

    /// <summary>The value in square micrometers.</summary>
    public double SquareMicrometers => _si * 1e12;

    /// <inheritdoc/>
    public static Area FromSi(double value) => new(value);

    /// <summary>Makes it from a number of square meters.</summary>
    public static Area FromSquareMeters(double squareMeters) => new(QuantityGuard.RefuseNaN(squareMeters));

    /// <summary>Makes it from a number of square centimeters.</summary>
    public static Area FromSquareCentimeters(double squareCentimeters) => new(QuantityGuard.RefuseNaN(squareCentimeters) / 1e4);

    /// <summary>Makes it from a number of square millimeters.</summary>
    public static Area FromSquareMillimeters(double squareMillimeters) => new(QuantityGuard.RefuseNaN(squareMillimeters) / 1e6);

    /// <summary>Makes it from a number of square micrometers.</summary>
    public static Area FromSquareMicrometers(double squareMicrometers) => new(QuantityGuard.RefuseNaN(squareMicrometers) / 1e12);

    /// <summary>Sum.</summary>
    public static Area operator +(Area left, Area right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static Area operator -(Area left, Area right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static Area operator -(Area value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static Area operator *(Area value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static Area operator *(double factor, Area value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static Area operator /(Area value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(Area left, Area right) => left._si / right._si;

    /// <summary>The other side of a rectangle, or cross section over length of a bar.</summary>
    public static Length operator /(Area left, Length right) => Length.FromSi(left._si / right.Si);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(Area left, Area right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(Area left, Area right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(Area left, Area right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(Area left, Area right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static Area Min(Area left, Area right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static Area Max(Area left, Area right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static Area Clamp(Area value, Area minimum, Area maximum) => Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static Area Abs(Area value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(Area other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '600 mm2'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
