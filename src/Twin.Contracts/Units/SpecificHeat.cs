namespace Twin.Units;

/// <summary>Specific heat of a material; joules per kilogram and kelvin inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct SpecificHeat : IQuantity<SpecificHeat>
{
    private readonly double _si;

    private SpecificHeat(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static SpecificHeat Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.SpecificHeat;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in joules per kilogram kelvin.</summary>
    public double JoulesPerKilogramKelvin => _si;

    /// <inheritdoc/>
    public static SpecificHeat FromSi(double value) => new(value);

    /// <summary>Makes it from a number of joules per kilogram kelvin.</summary>
    public static SpecificHeat FromJoulesPerKilogramKelvin(double joulesPerKilogramKelvin) =>
        new(QuantityGuard.RefuseNaN(joulesPerKilogramKelvin));

    /// <summary>Sum.</summary>
    public static SpecificHeat operator +(SpecificHeat left, SpecificHeat right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static SpecificHeat operator -(SpecificHeat left, SpecificHeat right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static SpecificHeat operator -(SpecificHeat value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static SpecificHeat operator *(SpecificHeat value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static SpecificHeat operator *(double factor, SpecificHeat value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static SpecificHeat operator /(SpecificHeat value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(SpecificHeat left, SpecificHeat right) => left._si / right._si;

    /// <summary>Heat capacity per volume: c rho.</summary>
    public static VolumetricHeatCapacity operator *(SpecificHeat left, Density right) => VolumetricHeatCapacity.FromSi(left._si * right.Si);

    /// <summary>Heat capacity per volume: rho c.</summary>
    public static VolumetricHeatCapacity operator *(Density left, SpecificHeat right) => VolumetricHeatCapacity.FromSi(left.Si * right._si);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(SpecificHeat left, SpecificHeat right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(SpecificHeat left, SpecificHeat right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(SpecificHeat left, SpecificHeat right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(SpecificHeat left, SpecificHeat right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static SpecificHeat Min(SpecificHeat left, SpecificHeat right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static SpecificHeat Max(SpecificHeat left, SpecificHeat right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static SpecificHeat Clamp(SpecificHeat value, SpecificHeat minimum, SpecificHeat maximum) => Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static SpecificHeat Abs(SpecificHeat value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(SpecificHeat other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '700 J/kgK'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
