namespace Twin.Units;

/// <summary>Energy spent per bit moved; joules per bit inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct EnergyPerBit : IQuantity<EnergyPerBit>
{
    private readonly double _si;

    private EnergyPerBit(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static EnergyPerBit Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.EnergyPerBit;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in joules per bit.</summary>
    public double JoulesPerBit => _si;

    /// <summary>The value in picojoules per bit.</summary>
    public double PicojoulesPerBit => _si * 1e12;

    /// <summary>The value in femtojoules per bit.</summary>
    public double FemtojoulesPerBit => _si * 1e15;

    /// <inheritdoc/>
    public static EnergyPerBit FromSi(double value) => new(value);

    /// <summary>Makes it from a number of joules per bit.</summary>
    public static EnergyPerBit FromJoulesPerBit(double joulesPerBit) => new(QuantityGuard.RefuseNaN(joulesPerBit));

    /// <summary>Makes it from a number of picojoules per bit.</summary>
    public static EnergyPerBit FromPicojoulesPerBit(double picojoulesPerBit) => new(QuantityGuard.RefuseNaN(picojoulesPerBit) / 1e12);

    /// <summary>Makes it from a number of femtojoules per bit.</summary>
    public static EnergyPerBit FromFemtojoulesPerBit(double femtojoulesPerBit) => new(QuantityGuard.RefuseNaN(femtojoulesPerBit) / 1e15);

    /// <summary>Sum.</summary>
    public static EnergyPerBit operator +(EnergyPerBit left, EnergyPerBit right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static EnergyPerBit operator -(EnergyPerBit left, EnergyPerBit right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static EnergyPerBit operator -(EnergyPerBit value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static EnergyPerBit operator *(EnergyPerBit value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static EnergyPerBit operator *(double factor, EnergyPerBit value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static EnergyPerBit operator /(EnergyPerBit value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(EnergyPerBit left, EnergyPerBit right) => left._si / right._si;

    /// <summary>Power of moving bits at this rate.</summary>
    public static Power operator *(EnergyPerBit left, BitRate right) => Power.FromSi(left._si * right.Si);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(EnergyPerBit left, EnergyPerBit right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(EnergyPerBit left, EnergyPerBit right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(EnergyPerBit left, EnergyPerBit right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(EnergyPerBit left, EnergyPerBit right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static EnergyPerBit Min(EnergyPerBit left, EnergyPerBit right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static EnergyPerBit Max(EnergyPerBit left, EnergyPerBit right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static EnergyPerBit Clamp(EnergyPerBit value, EnergyPerBit minimum, EnergyPerBit maximum) => Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static EnergyPerBit Abs(EnergyPerBit value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(EnergyPerBit other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '5 pJ/bit'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
