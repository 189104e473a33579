namespace Twin.Units;

/// <summary>Logarithmic ratio of two powers or two amplitudes; decibels inside.</summary>
/// <remarks>10 log10 of a power ratio, 20 log10 of an amplitude ratio (IEC 60027-3). A sum of decibels is a product of ratios.
/// A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and let NaN
/// through.</remarks>
public readonly record struct Decibels : IQuantity<Decibels>
{
    private readonly double _si;

    private Decibels(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static Decibels Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.Decibels;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in decibels.</summary>
    public double Db => _si;

    /// <summary>The linear ratio of powers: 10^(dB/10).</summary>
    public double PowerRatio => Logarithm.PowerRatio(_si);

    /// <summary>The linear ratio of amplitudes: 10^(dB/20).</summary>
    public double AmplitudeRatio => Logarithm.AmplitudeRatio(_si);

    /// <inheritdoc/>
    public static Decibels FromSi(double value) => new(value);

    /// <summary>Makes it from a number of decibels.</summary>
    public static Decibels FromDb(double db) => new(QuantityGuard.RefuseNaN(db));

    /// <summary>Makes it from a linear ratio of powers: 10 log10 of it; zero gives minus infinity, a negative ratio NaN.</summary>
    public static Decibels FromPowerRatio(double powerRatio) => new(Logarithm.ToPowerDecibels(QuantityGuard.RefuseNaN(powerRatio)));

    /// <summary>Makes it from a linear ratio of amplitudes: 20 log10 of it; zero gives minus infinity, a negative ratio NaN.</summary>
    public static Decibels FromAmplitudeRatio(double amplitudeRatio) =>
        new(Logarithm.ToAmplitudeDecibels(QuantityGuard.RefuseNaN(amplitudeRatio)));

    /// <summary>Sum.</summary>
    public static Decibels operator +(Decibels left, Decibels right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static Decibels operator -(Decibels left, Decibels right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static Decibels operator -(Decibels value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static Decibels operator *(Decibels value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static Decibels operator *(double factor, Decibels value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static Decibels operator /(Decibels value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(Decibels left, Decibels right) => left._si / right._si;

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(Decibels left, Decibels right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(Decibels left, Decibels right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(Decibels left, Decibels right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(Decibels left, Decibels right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static Decibels Min(Decibels left, Decibels right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static Decibels Max(Decibels left, Decibels right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static Decibels Clamp(Decibels value, Decibels minimum, Decibels maximum) => Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static Decibels Abs(Decibels value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(Decibels other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '-3 dB'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
