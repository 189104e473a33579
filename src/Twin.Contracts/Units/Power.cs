namespace Twin.Units;

/// <summary>Power: electrical, heat flow or light; watts inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct Power : IQuantity<Power>
{
    private readonly double _si;

    private Power(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static Power Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.Power;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in watts.</summary>
    public double Watts => _si;

    /// <summary>The value in kilowatts.</summary>
    public double Kilowatts => _si / 1e3;

    /// <summary>The value in milliwatts.</summary>
    public double Milliwatts => _si * 1e3;

    /// <summary>The value in microwatts.</summary>
    public double Microwatts => _si * 1e6;

    /// <summary>The value in decibels above one milliwatt; minus infinity for zero, NaN for a negative power.</summary>
    public double Dbm => Logarithm.ToPowerDecibels(_si * 1e3);

    /// <inheritdoc/>
    public static Power FromSi(double value) => new(value);

    /// <summary>Makes it from a number of watts.</summary>
    public static Power FromWatts(double watts) => new(QuantityGuard.RefuseNaN(watts));

    /// <summary>Makes it from a number of kilowatts.</summary>
    public static Power FromKilowatts(double kilowatts) => new(QuantityGuard.RefuseNaN(kilowatts) * 1e3);

    /// <summary>Makes it from a number of milliwatts.</summary>
    public static Power FromMilliwatts(double milliwatts) => new(QuantityGuard.RefuseNaN(milliwatts) / 1e3);

    /// <summary>Makes it from a number of microwatts.</summary>
    public static Power FromMicrowatts(double microwatts) => new(QuantityGuard.RefuseNaN(microwatts) / 1e6);

    /// <summary>Makes it from a number of decibels above one milliwatt.</summary>
    public static Power FromDbm(double dbm) => new(Logarithm.PowerRatio(QuantityGuard.RefuseNaN(dbm)) / 1e3);

    /// <summary>Sum.</summary>
    public static Power operator +(Power left, Power right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static Power operator -(Power left, Power right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static Power operator -(Power value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static Power operator *(Power value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static Power operator *(double factor, Power value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static Power operator /(Power value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(Power left, Power right) => left._si / right._si;

    /// <summary>Energy over a time.</summary>
    public static Energy operator *(Power left, Duration right) => Energy.FromSi(left._si * right.Si);

    /// <summary>Energy over a time.</summary>
    public static Energy operator *(Duration left, Power right) => Energy.FromSi(left.Si * right._si);

    /// <summary>Temperature drop over a conductance: q / G.</summary>
    public static TemperatureDifference operator /(Power left, ThermalConductance right) =>
        TemperatureDifference.FromSi(left._si / right.Si);

    /// <summary>Temperature drop over a resistance: q R.</summary>
    public static TemperatureDifference operator *(Power left, ThermalResistance right) =>
        TemperatureDifference.FromSi(left._si * right.Si);

    /// <summary>Temperature drop over a resistance: R q.</summary>
    public static TemperatureDifference operator *(ThermalResistance left, Power right) =>
        TemperatureDifference.FromSi(left.Si * right._si);

    /// <summary>Conductance that carries this heat at this difference.</summary>
    public static ThermalConductance operator /(Power left, TemperatureDifference right) => ThermalConductance.FromSi(left._si / right.Si);

    /// <summary>Current of a constant-power load.</summary>
    public static Current operator /(Power left, Voltage right) => Current.FromSi(left._si / right.Si);

    /// <summary>Voltage at which this current carries this power.</summary>
    public static Voltage operator /(Power left, Current right) => Voltage.FromSi(left._si / right.Si);

    /// <summary>Energy spent per bit at this rate.</summary>
    public static EnergyPerBit operator /(Power left, BitRate right) => EnergyPerBit.FromSi(left._si / right.Si);

    /// <summary>Rate at which this energy per bit adds up to this power.</summary>
    public static BitRate operator /(Power left, EnergyPerBit right) => BitRate.FromSi(left._si / right.Si);

    /// <summary>Power after a gain: p 10^(gain/10). A positive number amplifies.</summary>
    public static Power operator *(Power left, Decibels right) => new(left._si * right.PowerRatio);

    /// <summary>Power after a gain: p 10^(gain/10). A positive number amplifies.</summary>
    public static Power operator *(Decibels left, Power right) => new(right._si * left.PowerRatio);

    /// <summary>Power after a loss: p 10^(-loss/10). A positive number attenuates.</summary>
    public static Power operator /(Power left, Decibels right) => new(left._si / right.PowerRatio);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(Power left, Power right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(Power left, Power right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(Power left, Power right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(Power left, Power right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static Power Min(Power left, Power right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static Power Max(Power left, Power right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static Power Clamp(Power value, Power minimum, Power maximum) => Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static Power Abs(Power value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(Power other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '450 W'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
