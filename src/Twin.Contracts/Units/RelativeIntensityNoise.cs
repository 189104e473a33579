namespace Twin.Units;

/// <summary>Relative intensity noise of a laser; decibels per hertz inside.</summary>
/// <remarks>10 log10 of the spectral density of intensity noise over the squared mean, times 1 Hz. Two noises add as PerHertz, so decibel
/// numbers have no sum.
/// A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and let NaN
/// through.</remarks>
public readonly record struct RelativeIntensityNoise : IQuantity<RelativeIntensityNoise>
{
    private readonly double _si;

    private RelativeIntensityNoise(double si) => _si = si;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.RelativeIntensityNoise;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in decibels per hertz.</summary>
    public double DecibelsPerHertz => _si;

    /// <summary>The linear density in one over hertz: 10^(dB/10).</summary>
    public double PerHertz => Logarithm.PowerRatio(_si);

    /// <inheritdoc/>
    public static RelativeIntensityNoise FromSi(double value) => new(value);

    /// <summary>Makes it from a number of decibels per hertz.</summary>
    public static RelativeIntensityNoise FromDecibelsPerHertz(double decibelsPerHertz) => new(QuantityGuard.RefuseNaN(decibelsPerHertz));

    /// <summary>Makes it from a linear density in one over hertz; zero gives minus infinity, a negative density NaN.</summary>
    public static RelativeIntensityNoise FromPerHertz(double perHertz) => new(Logarithm.ToPowerDecibels(QuantityGuard.RefuseNaN(perHertz)));

    /// <summary>The noise raised by a number of decibels.</summary>
    public static RelativeIntensityNoise operator +(RelativeIntensityNoise left, Decibels right) => new(left._si + right.Si);

    /// <summary>The noise lowered by a number of decibels.</summary>
    public static RelativeIntensityNoise operator -(RelativeIntensityNoise left, Decibels right) => new(left._si - right.Si);

    /// <summary>How many decibels the left exceeds the right.</summary>
    public static Decibels operator -(RelativeIntensityNoise left, RelativeIntensityNoise right) => Decibels.FromSi(left._si - right._si);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(RelativeIntensityNoise left, RelativeIntensityNoise right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(RelativeIntensityNoise left, RelativeIntensityNoise right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(RelativeIntensityNoise left, RelativeIntensityNoise right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(RelativeIntensityNoise left, RelativeIntensityNoise right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static RelativeIntensityNoise Min(RelativeIntensityNoise left, RelativeIntensityNoise right) =>
        new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static RelativeIntensityNoise Max(RelativeIntensityNoise left, RelativeIntensityNoise right) =>
        new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static RelativeIntensityNoise Clamp(RelativeIntensityNoise value, RelativeIntensityNoise minimum, RelativeIntensityNoise maximum) =>
        Min(Max(value, minimum), maximum);

    /// <inheritdoc/>
    public int CompareTo(RelativeIntensityNoise other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '-136 dB/Hz'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
