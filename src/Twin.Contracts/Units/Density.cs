namespace Twin.Units;

/// <summary>Density of a material; kilograms per cubic metre inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct Density : IQuantity<Density>
{
    private readonly double _si;

    private Density(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static Density Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.Density;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in kilograms per cubic meter.</summary>
    public double KilogramsPerCubicMeter => _si;

    /// <summary>The value in grams per cubic centimeter.</summary>
    public double GramsPerCubicCentimeter => _si / 1e3;

    /// <inheritdoc/>
    public static Density FromSi(double value) => new(value);

    /// <summary>Makes it from a number of kilograms per cubic meter.</summary>
    public static Density FromKilogramsPerCubicMeter(double kilogramsPerCubicMeter) => new(QuantityGuard.RefuseNaN(kilogramsPerCubicMeter));

    /// <summary>Makes it from a number of grams per cubic centimeter.</summary>
    public static Density FromGramsPerCubicCentimeter(double gramsPerCubicCentimeter) =>
        new(QuantityGuard.RefuseNaN(gramsPerCubicCentimeter) * 1e3);

    /// <summary>Sum.</summary>
    public static Density operator +(Density left, Density right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static Density operator -(Density left, Density right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static Density operator -(Density value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static Density operator *(Density value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static Density operator *(double factor, Density value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static Density operator /(Density value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(Density left, Density right) => left._si / right._si;

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(Density left, Density right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(Density left, Density right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(Density left, Density right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(Density left, Density right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static Density Min(Density left, Density right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static Density Max(Density left, Density right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static Density Clamp(Density value, Density minimum, Density maximum) => Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static Density Abs(Density value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(Density other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '2330 kg/m3'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
