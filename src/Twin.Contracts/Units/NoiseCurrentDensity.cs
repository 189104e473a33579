namespace Twin.Units;

/// <summary>Spectral density of a noise current, one-sided; amperes per root hertz inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct NoiseCurrentDensity : IQuantity<NoiseCurrentDensity>
{
    private readonly double _si;

    private NoiseCurrentDensity(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static NoiseCurrentDensity Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.NoiseCurrentDensity;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in amperes per root hertz.</summary>
    public double AmperesPerRootHertz => _si;

    /// <summary>The value in picoamperes per root hertz.</summary>
    public double PicoamperesPerRootHertz => _si * 1e12;

    /// <inheritdoc/>
    public static NoiseCurrentDensity FromSi(double value) => new(value);

    /// <summary>Makes it from a number of amperes per root hertz.</summary>
    public static NoiseCurrentDensity FromAmperesPerRootHertz(double amperesPerRootHertz) =>
        new(QuantityGuard.RefuseNaN(amperesPerRootHertz));

    /// <summary>Makes it from a number of picoamperes per root hertz.</summary>
    public static NoiseCurrentDensity FromPicoamperesPerRootHertz(double picoamperesPerRootHertz) =>
        new(QuantityGuard.RefuseNaN(picoamperesPerRootHertz) / 1e12);

    /// <summary>Scaled by a factor.</summary>
    public static NoiseCurrentDensity operator *(NoiseCurrentDensity value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static NoiseCurrentDensity operator *(double factor, NoiseCurrentDensity value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static NoiseCurrentDensity operator /(NoiseCurrentDensity value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(NoiseCurrentDensity left, NoiseCurrentDensity right) => left._si / right._si;

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(NoiseCurrentDensity left, NoiseCurrentDensity right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(NoiseCurrentDensity left, NoiseCurrentDensity right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(NoiseCurrentDensity left, NoiseCurrentDensity right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(NoiseCurrentDensity left, NoiseCurrentDensity right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static NoiseCurrentDensity Min(NoiseCurrentDensity left, NoiseCurrentDensity right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static NoiseCurrentDensity Max(NoiseCurrentDensity left, NoiseCurrentDensity right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static NoiseCurrentDensity Clamp(NoiseCurrentDensity value, NoiseCurrentDensity minimum, NoiseCurrentDensity maximum) =>
        Min(Max(value, minimum), maximum);

    /// <summary>Sum of two uncorrelated noises: the root of the sum of squares. Densities have no plain sum.</summary>
    public static NoiseCurrentDensity RootSumSquare(NoiseCurrentDensity left, NoiseCurrentDensity right) =>
        new(Math.Sqrt(left._si * left._si + right._si * right._si));

    /// <inheritdoc/>
    public int CompareTo(NoiseCurrentDensity other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '16.9 pA/rtHz'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
