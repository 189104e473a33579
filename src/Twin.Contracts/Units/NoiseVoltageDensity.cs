namespace Twin.Units;

/// <summary>Spectral density of a noise voltage, one-sided; volts per root hertz inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct NoiseVoltageDensity : IQuantity<NoiseVoltageDensity>
{
    private readonly double _si;

    private NoiseVoltageDensity(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static NoiseVoltageDensity Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.NoiseVoltageDensity;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in volts per root hertz.</summary>
    public double VoltsPerRootHertz => _si;

    /// <summary>The value in nanovolts per root hertz.</summary>
    public double NanovoltsPerRootHertz => _si * 1e9;

    /// <inheritdoc/>
    public static NoiseVoltageDensity FromSi(double value) => new(value);

    /// <summary>Makes it from a number of volts per root hertz.</summary>
    public static NoiseVoltageDensity FromVoltsPerRootHertz(double voltsPerRootHertz) => new(QuantityGuard.RefuseNaN(voltsPerRootHertz));

    /// <summary>Makes it from a number of nanovolts per root hertz.</summary>
    public static NoiseVoltageDensity FromNanovoltsPerRootHertz(double nanovoltsPerRootHertz) =>
        new(QuantityGuard.RefuseNaN(nanovoltsPerRootHertz) / 1e9);

    /// <summary>Scaled by a factor.</summary>
    public static NoiseVoltageDensity operator *(NoiseVoltageDensity value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static NoiseVoltageDensity operator *(double factor, NoiseVoltageDensity value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static NoiseVoltageDensity operator /(NoiseVoltageDensity value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(NoiseVoltageDensity left, NoiseVoltageDensity right) => left._si / right._si;

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(NoiseVoltageDensity left, NoiseVoltageDensity right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(NoiseVoltageDensity left, NoiseVoltageDensity right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(NoiseVoltageDensity left, NoiseVoltageDensity right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(NoiseVoltageDensity left, NoiseVoltageDensity right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static NoiseVoltageDensity Min(NoiseVoltageDensity left, NoiseVoltageDensity right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static NoiseVoltageDensity Max(NoiseVoltageDensity left, NoiseVoltageDensity right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static NoiseVoltageDensity Clamp(NoiseVoltageDensity value, NoiseVoltageDensity minimum, NoiseVoltageDensity maximum) =>
        Min(Max(value, minimum), maximum);

    /// <summary>Sum of two uncorrelated noises: the root of the sum of squares. Densities have no plain sum.</summary>
    public static NoiseVoltageDensity RootSumSquare(NoiseVoltageDensity left, NoiseVoltageDensity right) =>
        new(Math.Sqrt(left._si * left._si + right._si * right._si));

    /// <inheritdoc/>
    public int CompareTo(NoiseVoltageDensity other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '2 nV/rtHz'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
