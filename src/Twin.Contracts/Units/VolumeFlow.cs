namespace Twin.Units;

/// <summary>Volume flow of air or coolant; cubic metres per second inside.</summary>
/// <remarks>One cubic foot is 0.3048^3 m3 exactly.
/// A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and let NaN
/// through.</remarks>
public readonly record struct VolumeFlow : IQuantity<VolumeFlow>
{
    private readonly double _si;

    private VolumeFlow(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static VolumeFlow Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.VolumeFlow;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in cubic meters per second.</summary>
    public double CubicMetersPerSecond => _si;

    /// <summary>The value in cubic meters per hour.</summary>
    public double CubicMetersPerHour => _si * 3600;

    /// <summary>The value in liters per minute.</summary>
    public double LitersPerMinute => _si * 60e3;

    /// <summary>The value in cubic feet per minute.</summary>
    public double CubicFeetPerMinute => _si * 60 / 0.028316846592;

    /// <inheritdoc/>
    public static VolumeFlow FromSi(double value) => new(value);

    /// <summary>Makes it from a number of cubic meters per second.</summary>
    public static VolumeFlow FromCubicMetersPerSecond(double cubicMetersPerSecond) => new(QuantityGuard.RefuseNaN(cubicMetersPerSecond));

    /// <summary>Makes it from a number of cubic meters per hour.</summary>
    public static VolumeFlow FromCubicMetersPerHour(double cubicMetersPerHour) => new(QuantityGuard.RefuseNaN(cubicMetersPerHour) / 3600);

    /// <summary>Makes it from a number of liters per minute.</summary>
    public static VolumeFlow FromLitersPerMinute(double litersPerMinute) => new(QuantityGuard.RefuseNaN(litersPerMinute) / 60e3);

    /// <summary>Makes it from a number of cubic feet per minute.</summary>
    public static VolumeFlow FromCubicFeetPerMinute(double cubicFeetPerMinute) =>
        new(QuantityGuard.RefuseNaN(cubicFeetPerMinute) * 0.028316846592 / 60);

    /// <summary>Sum.</summary>
    public static VolumeFlow operator +(VolumeFlow left, VolumeFlow right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static VolumeFlow operator -(VolumeFlow left, VolumeFlow right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static VolumeFlow operator -(VolumeFlow value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static VolumeFlow operator *(VolumeFlow value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static VolumeFlow operator *(double factor, VolumeFlow value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static VolumeFlow operator /(VolumeFlow value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(VolumeFlow left, VolumeFlow right) => left._si / right._si;

    /// <summary>Hydraulic power of a stream: dp V.</summary>
    public static Power operator *(VolumeFlow left, Pressure right) => Power.FromSi(left._si * right.Si);

    /// <summary>Hydraulic power of a stream: dp V.</summary>
    public static Power operator *(Pressure left, VolumeFlow right) => Power.FromSi(left.Si * right._si);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(VolumeFlow left, VolumeFlow right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(VolumeFlow left, VolumeFlow right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(VolumeFlow left, VolumeFlow right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(VolumeFlow left, VolumeFlow right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static VolumeFlow Min(VolumeFlow left, VolumeFlow right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static VolumeFlow Max(VolumeFlow left, VolumeFlow right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static VolumeFlow Clamp(VolumeFlow value, VolumeFlow minimum, VolumeFlow maximum) => Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static VolumeFlow Abs(VolumeFlow value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(VolumeFlow other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '2 L/min'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
