namespace Twin.Units;

/// <summary>Attenuation per length of a fibre, waveguide or trace; positive attenuates; decibels per metre inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct Attenuation : IQuantity<Attenuation>
{
    private readonly double _si;

    private Attenuation(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static Attenuation Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.Attenuation;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in decibels per meter.</summary>
    public double DecibelsPerMeter => _si;

    /// <summary>The value in decibels per kilometer.</summary>
    public double DecibelsPerKilometer => _si * 1e3;

    /// <summary>The value in decibels per centimeter.</summary>
    public double DecibelsPerCentimeter => _si / 1e2;

    /// <summary>The value in decibels per millimeter.</summary>
    public double DecibelsPerMillimeter => _si / 1e3;

    /// <summary>The value in decibels per inch.</summary>
    public double DecibelsPerInch => _si * 0.0254;

    /// <inheritdoc/>
    public static Attenuation FromSi(double value) => new(value);

    /// <summary>Makes it from a number of decibels per meter.</summary>
    public static Attenuation FromDecibelsPerMeter(double decibelsPerMeter) => new(QuantityGuard.RefuseNaN(decibelsPerMeter));

    /// <summary>Makes it from a number of decibels per kilometer.</summary>
    public static Attenuation FromDecibelsPerKilometer(double decibelsPerKilometer) =>
        new(QuantityGuard.RefuseNaN(decibelsPerKilometer) / 1e3);

    /// <summary>Makes it from a number of decibels per centimeter.</summary>
    public static Attenuation FromDecibelsPerCentimeter(double decibelsPerCentimeter) =>
        new(QuantityGuard.RefuseNaN(decibelsPerCentimeter) * 1e2);

    /// <summary>Makes it from a number of decibels per millimeter.</summary>
    public static Attenuation FromDecibelsPerMillimeter(double decibelsPerMillimeter) =>
        new(QuantityGuard.RefuseNaN(decibelsPerMillimeter) * 1e3);

    /// <summary>Makes it from a number of decibels per inch.</summary>
    public static Attenuation FromDecibelsPerInch(double decibelsPerInch) => new(QuantityGuard.RefuseNaN(decibelsPerInch) / 0.0254);

    /// <summary>Sum.</summary>
    public static Attenuation operator +(Attenuation left, Attenuation right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static Attenuation operator -(Attenuation left, Attenuation right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static Attenuation operator -(Attenuation value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static Attenuation operator *(Attenuation value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static Attenuation operator *(double factor, Attenuation value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static Attenuation operator /(Attenuation value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(Attenuation left, Attenuation right) => left._si / right._si;

    /// <summary>Loss over a length, positive; apply it with Power / Decibels.</summary>
    public static Decibels operator *(Attenuation left, Length right) => Decibels.FromSi(left._si * right.Si);

    /// <summary>Loss over a length, positive; apply it with Power / Decibels.</summary>
    public static Decibels operator *(Length left, Attenuation right) => Decibels.FromSi(left.Si * right._si);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(Attenuation left, Attenuation right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(Attenuation left, Attenuation right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(Attenuation left, Attenuation right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(Attenuation left, Attenuation right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static Attenuation Min(Attenuation left, Attenuation right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static Attenuation Max(Attenuation left, Attenuation right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static Attenuation Clamp(Attenuation value, Attenuation minimum, Attenuation maximum) => Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static Attenuation Abs(Attenuation value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(Attenuation other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '0.4 dB/km'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
