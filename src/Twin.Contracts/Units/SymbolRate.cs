namespace Twin.Units;

/// <summary>Symbol rate of a lane; symbols per second inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct SymbolRate : IQuantity<SymbolRate>
{
    private readonly double _si;

    private SymbolRate(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static SymbolRate Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.SymbolRate;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in baud.</summary>
    public double Baud => _si;

    /// <summary>The value in megabaud.</summary>
    public double Megabaud => _si / 1e6;

    /// <summary>The value in gigabaud.</summary>
    public double Gigabaud => _si / 1e9;

    /// <inheritdoc/>
    public static SymbolRate FromSi(double value) => new(value);

    /// <summary>Makes it from a number of baud.</summary>
    public static SymbolRate FromBaud(double baud) => new(QuantityGuard.RefuseNaN(baud));

    /// <summary>Makes it from a number of megabaud.</summary>
    public static SymbolRate FromMegabaud(double megabaud) => new(QuantityGuard.RefuseNaN(megabaud) * 1e6);

    /// <summary>Makes it from a number of gigabaud.</summary>
    public static SymbolRate FromGigabaud(double gigabaud) => new(QuantityGuard.RefuseNaN(gigabaud) * 1e9);

    /// <summary>Sum.</summary>
    public static SymbolRate operator +(SymbolRate left, SymbolRate right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static SymbolRate operator -(SymbolRate left, SymbolRate right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static SymbolRate operator -(SymbolRate value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static SymbolRate operator *(SymbolRate value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static SymbolRate operator *(double factor, SymbolRate value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static SymbolRate operator /(SymbolRate value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(SymbolRate left, SymbolRate right) => left._si / right._si;

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(SymbolRate left, SymbolRate right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(SymbolRate left, SymbolRate right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(SymbolRate left, SymbolRate right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(SymbolRate left, SymbolRate right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static SymbolRate Min(SymbolRate left, SymbolRate right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static SymbolRate Max(SymbolRate left, SymbolRate right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static SymbolRate Clamp(SymbolRate value, SymbolRate minimum, SymbolRate maximum) => Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static SymbolRate Abs(SymbolRate value) => new(Math.Abs(value._si));

    /// <summary>The Nyquist frequency, half the symbol rate.</summary>
    public Frequency ToNyquistFrequency() => Frequency.FromSi(_si / 2);

    /// <inheritdoc/>
    public int CompareTo(SymbolRate other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '53.125 GBd'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
