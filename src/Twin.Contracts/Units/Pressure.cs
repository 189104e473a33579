namespace Twin.Units;

/// <summary>Pressure, or a difference of two; pascals inside.</summary>
/// <remarks>1 psi is 0.45359237 kg times 9.80665 m/s2 over (0.0254 m)^2; the inch of water is the conventional 25.4 mm times 9.80665 Pa/mm
/// (NIST SP 811, appendix B.8).
/// A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and let NaN
/// through.</remarks>
public readonly record struct Pressure : IQuantity<Pressure>
{
    private readonly double _si;

    private Pressure(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static Pressure Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.Pressure;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in pascals.</summary>
    public double Pascals => _si;

    /// <summary>The value in kilopascals.</summary>
    public double Kilopascals => _si / 1e3;

    /// <summary>The value in bar.</summary>
    public double Bar => _si / 1e5;

    /// <summary>The value in pounds per square inch.</summary>
    public double PoundsPerSquareInch => _si / 6894.757293168361;

    /// <summary>The value in inches of water.</summary>
    public double InchesOfWater => _si / 249.08891;

    /// <inheritdoc/>
    public static Pressure FromSi(double value) => new(value);

    /// <summary>Makes it from a number of pascals.</summary>
    public static Pressure FromPascals(double pascals) => new(QuantityGuard.RefuseNaN(pascals));

    /// <summary>Makes it from a number of kilopascals.</summary>
    public static Pressure FromKilopascals(double kilopascals) => new(QuantityGuard.RefuseNaN(kilopascals) * 1e3);

    /// <summary>Makes it from a number of bar.</summary>
    public static Pressure FromBar(double bar) => new(QuantityGuard.RefuseNaN(bar) * 1e5);

    /// <summary>Makes it from a number of pounds per square inch.</summary>
    public static Pressure FromPoundsPerSquareInch(double poundsPerSquareInch) =>
        new(QuantityGuard.RefuseNaN(poundsPerSquareInch) * 6894.757293168361);

    /// <summary>Makes it from a number of inches of water.</summary>
    public static Pressure FromInchesOfWater(double inchesOfWater) => new(QuantityGuard.RefuseNaN(inchesOfWater) * 249.08891);

    /// <summary>Sum.</summary>
    public static Pressure operator +(Pressure left, Pressure right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static Pressure operator -(Pressure left, Pressure right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static Pressure operator -(Pressure value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static Pressure operator *(Pressure value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static Pressure operator *(double factor, Pressure value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static Pressure operator /(Pressure value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(Pressure left, Pressure right) => left._si / right._si;

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(Pressure left, Pressure right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(Pressure left, Pressure right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(Pressure left, Pressure right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(Pressure left, Pressure right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static Pressure Min(Pressure left, Pressure right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static Pressure Max(Pressure left, Pressure right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static Pressure Clamp(Pressure value, Pressure minimum, Pressure maximum) => Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static Pressure Abs(Pressure value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(Pressure other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '900 Pa'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
