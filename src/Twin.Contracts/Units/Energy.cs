namespace Twin.Units;

/// <summary>Energy; joules inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct Energy : IQuantity<Energy>
{
    private readonly double _si;

    private Energy(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static Energy Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.Energy;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in joules.</summary>
    public double Joules => _si;

    /// <summary>The value in kilojoules.</summary>
    public double Kilojoules => _si / 1e3;

    /// <summary>The value in millijoules.</summary>
    public double Millijoules => _si * 1e3;

    /// <summary>The value in picojoules.</summary>
    public double Picojoules => _si * 1e12;

    /// <summary>The value in watt hours.</summary>
    public double WattHours => _si / 3600;

    /// <inheritdoc/>
    public static Energy FromSi(double value) => new(value);

    /// <summary>Makes it from a number of joules.</summary>
    public static Energy FromJoules(double joules) => new(QuantityGuard.RefuseNaN(joules));

    /// <summary>Makes it from a number of kilojoules.</summary>
    public static Energy FromKilojoules(double kilojoules) => new(QuantityGuard.RefuseNaN(kilojoules) * 1e3);

    /// <summary>Makes it from a number of millijoules.</summary>
    public static Energy FromMillijoules(double millijoules) => new(QuantityGuard.RefuseNaN(millijoules) / 1e3);

    /// <summary>Makes it from a number of picojoules.</summary>
    public static Energy FromPicojoules(double picojoules) => new(QuantityGuard.RefuseNaN(picojoules) / 1e12);

    /// <summary>Makes it from a number of watt hours.</summary>
    public static Energy FromWattHours(double wattHours) => new(QuantityGuard.RefuseNaN(wattHours) * 3600);

    /// <summary>Sum.</summary>
    public static Energy operator +(Energy left, Energy right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static Energy operator -(Energy left, Energy right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static Energy operator -(Energy value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static Energy operator *(Energy value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static Energy operator *(double factor, Energy value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static Energy operator /(Energy value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(Energy left, Energy right) => left._si / right._si;

    /// <summary>Mean power over a time.</summary>
    public static Power operator /(Energy left, Duration right) => Power.FromSi(left._si / right.Si);

    /// <summary>Time in which this power moves this energy; saturates as <see cref="Duration.FromSi"/> does.</summary>
    public static Duration operator /(Energy left, Power right) => Duration.FromSi(left._si / right.Si);

    /// <summary>Heat capacity that this energy warms by this difference.</summary>
    public static HeatCapacity operator /(Energy left, TemperatureDifference right) => HeatCapacity.FromSi(left._si / right.Si);

    /// <summary>Warming of a heat capacity by this energy.</summary>
    public static TemperatureDifference operator /(Energy left, HeatCapacity right) => TemperatureDifference.FromSi(left._si / right.Si);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(Energy left, Energy right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(Energy left, Energy right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(Energy left, Energy right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(Energy left, Energy right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static Energy Min(Energy left, Energy right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static Energy Max(Energy left, Energy right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static Energy Clamp(Energy value, Energy minimum, Energy maximum) => Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static Energy Abs(Energy value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(Energy other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '2 kJ'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
