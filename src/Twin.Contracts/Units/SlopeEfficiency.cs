namespace Twin.Units;

/// <summary>Slope efficiency of a laser above threshold; watts per ampere inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct SlopeEfficiency : IQuantity<SlopeEfficiency>
{
    private readonly double _si;

    private SlopeEfficiency(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static SlopeEfficiency Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.SlopeEfficiency;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in watts per ampere.</summary>
    public double WattsPerAmpere => _si;

    /// <inheritdoc/>
    public static SlopeEfficiency FromSi(double value) => new(value);

    /// <summary>Makes it from a number of watts per ampere.</summary>
    public static SlopeEfficiency FromWattsPerAmpere(double wattsPerAmpere) => new(QuantityGuard.RefuseNaN(wattsPerAmpere));

    /// <summary>Sum.</summary>
    public static SlopeEfficiency operator +(SlopeEfficiency left, SlopeEfficiency right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static SlopeEfficiency operator -(SlopeEfficiency left, SlopeEfficiency right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static SlopeEfficiency operator -(SlopeEfficiency value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static SlopeEfficiency operator *(SlopeEfficiency value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static SlopeEfficiency operator *(double factor, SlopeEfficiency value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static SlopeEfficiency operator /(SlopeEfficiency value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(SlopeEfficiency left, SlopeEfficiency right) => left._si / right._si;

    /// <summary>Light above threshold: slope times excess current.</summary>
    public static Power operator *(SlopeEfficiency left, Current right) => Power.FromSi(left._si * right.Si);

    /// <summary>Light above threshold: excess current times slope.</summary>
    public static Power operator *(Current left, SlopeEfficiency right) => Power.FromSi(left.Si * right._si);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(SlopeEfficiency left, SlopeEfficiency right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(SlopeEfficiency left, SlopeEfficiency right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(SlopeEfficiency left, SlopeEfficiency right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(SlopeEfficiency left, SlopeEfficiency right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static SlopeEfficiency Min(SlopeEfficiency left, SlopeEfficiency right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static SlopeEfficiency Max(SlopeEfficiency left, SlopeEfficiency right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static SlopeEfficiency Clamp(SlopeEfficiency value, SlopeEfficiency minimum, SlopeEfficiency maximum) =>
        Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static SlopeEfficiency Abs(SlopeEfficiency value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(SlopeEfficiency other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '0.3 W/A'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
