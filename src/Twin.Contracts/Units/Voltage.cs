namespace Twin.Units;

/// <summary>Voltage; volts inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct Voltage : IQuantity<Voltage>
{
    private readonly double _si;

    private Voltage(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static Voltage Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.Voltage;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in volts.</summary>
    public double Volts => _si;

    /// <summary>The value in kilovolts.</summary>
    public double Kilovolts => _si / 1e3;

    /// <summary>The value in millivolts.</summary>
    public double Millivolts => _si * 1e3;

    /// <summary>The value in microvolts.</summary>
    public double Microvolts => _si * 1e6;

    /// <inheritdoc/>
    public static Voltage FromSi(double value) => new(value);

    /// <summary>Makes it from a number of volts.</summary>
    public static Voltage FromVolts(double volts) => new(QuantityGuard.RefuseNaN(volts));

    /// <summary>Makes it from a number of kilovolts.</summary>
    public static Voltage FromKilovolts(double kilovolts) => new(QuantityGuard.RefuseNaN(kilovolts) * 1e3);

    /// <summary>Makes it from a number of millivolts.</summary>
    public static Voltage FromMillivolts(double millivolts) => new(QuantityGuard.RefuseNaN(millivolts) / 1e3);

    /// <summary>Makes it from a number of microvolts.</summary>
    public static Voltage FromMicrovolts(double microvolts) => new(QuantityGuard.RefuseNaN(microvolts) / 1e6);

    /// <summary>Sum.</summary>
    public static Voltage operator +(Voltage left, Voltage right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static Voltage operator -(Voltage left, Voltage right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static Voltage operator -(Voltage value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static Voltage operator *(Voltage value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static Voltage operator *(double factor, Voltage value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static Voltage operator /(Voltage value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(Voltage left, Voltage right) => left._si / right._si;

    /// <summary>Electrical power: V I.</summary>
    public static Power operator *(Voltage left, Current right) => Power.FromSi(left._si * right.Si);

    /// <summary>Electrical power: I V.</summary>
    public static Power operator *(Current left, Voltage right) => Power.FromSi(left.Si * right._si);

    /// <summary>Ohm's law: V / I.</summary>
    public static Resistance operator /(Voltage left, Current right) => Resistance.FromSi(left._si / right.Si);

    /// <summary>Ohm's law: V / R.</summary>
    public static Current operator /(Voltage left, Resistance right) => Current.FromSi(left._si / right.Si);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(Voltage left, Voltage right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(Voltage left, Voltage right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(Voltage left, Voltage right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(Voltage left, Voltage right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static Voltage Min(Voltage left, Voltage right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static Voltage Max(Voltage left, Voltage right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static Voltage Clamp(Voltage value, Voltage minimum, Voltage maximum) => Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static Voltage Abs(Voltage value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(Voltage other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '54 V'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
