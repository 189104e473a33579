namespace Twin.Units;

/// <summary>Bit rate of a lane, a port or a chassis; bits per second inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct BitRate : IQuantity<BitRate>
{
    private readonly double _si;

    private BitRate(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static BitRate Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.BitRate;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in bits per second.</summary>
    public double BitsPerSecond => _si;

    /// <summary>The value in megabits per second.</summary>
    public double MegabitsPerSecond => _si / 1e6;

    /// <summary>The value in gigabits per second.</summary>
    public double GigabitsPerSecond => _si / 1e9;

    /// <summary>The value in terabits per second.</summary>
    public double TerabitsPerSecond => _si / 1e12;

    /// <inheritdoc/>
    public static BitRate FromSi(double value) => new(value);

    /// <summary>Makes it from a number of bits per second.</summary>
    public static BitRate FromBitsPerSecond(double bitsPerSecond) => new(QuantityGuard.RefuseNaN(bitsPerSecond));

    /// <summary>Makes it from a number of megabits per second.</summary>
    public static BitRate FromMegabitsPerSecond(double megabitsPerSecond) => new(QuantityGuard.RefuseNaN(megabitsPerSecond) * 1e6);

    /// <summary>Makes it from a number of gigabits per second.</summary>
    public static BitRate FromGigabitsPerSecond(double gigabitsPerSecond) => new(QuantityGuard.RefuseNaN(gigabitsPerSecond) * 1e9);

    /// <summary>Makes it from a number of terabits per second.</summary>
    public static BitRate FromTerabitsPerSecond(double terabitsPerSecond) => new(QuantityGuard.RefuseNaN(terabitsPerSecond) * 1e12);

    /// <summary>Sum.</summary>
    public static BitRate operator +(BitRate left, BitRate right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static BitRate operator -(BitRate left, BitRate right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static BitRate operator -(BitRate value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static BitRate operator *(BitRate value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static BitRate operator *(double factor, BitRate value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static BitRate operator /(BitRate value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(BitRate left, BitRate right) => left._si / right._si;

    /// <summary>Power of moving bits at this rate.</summary>
    public static Power operator *(BitRate left, EnergyPerBit right) => Power.FromSi(left._si * right.Si);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(BitRate left, BitRate right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(BitRate left, BitRate right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(BitRate left, BitRate right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(BitRate left, BitRate right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static BitRate Min(BitRate left, BitRate right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static BitRate Max(BitRate left, BitRate right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static BitRate Clamp(BitRate value, BitRate minimum, BitRate maximum) => Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static BitRate Abs(BitRate value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(BitRate other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '106.25 Gb/s'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
