namespace Twin.Units;

/// <summary>Electrical capacitance; farads inside.</summary>
/// <remarks>A named factory refuses NaN with <see cref="ArgumentOutOfRangeException"/>; operators and <see cref="FromSi"/> never throw and
/// let NaN through.</remarks>
public readonly record struct Capacitance : IQuantity<Capacitance>
{
    private readonly double _si;

    private Capacitance(double si) => _si = si;

    /// <summary>Zero, the default.</summary>
    public static Capacitance Zero => default;

    /// <inheritdoc/>
    public static Dimension Dimension => Dimensions.Capacitance;

    /// <inheritdoc/>
    public double Si => _si;

    /// <summary>The value in farads.</summary>
    public double Farads => _si;

    /// <summary>The value in millifarads.</summary>
    public double Millifarads => _si * 1e3;

    /// <summary>The value in microfarads.</summary>
    public double Microfarads => _si * 1e6;

    /// <summary>The value in nanofarads.</summary>
    public double Nanofarads => _si * 1e9;

    /// <summary>The value in picofarads.</summary>
    public double Picofarads => _si * 1e12;

    /// <summary>The value in femtofarads.</summary>
    public double Femtofarads => _si * 1e15;

    /// <inheritdoc/>
    public static Capacitance FromSi(double value) => new(value);

    /// <summary>Makes it from a number of farads.</summary>
    public static Capacitance FromFarads(double farads) => new(QuantityGuard.RefuseNaN(farads));

    /// <summary>Makes it from a number of millifarads.</summary>
    public static Capacitance FromMillifarads(double millifarads) => new(QuantityGuard.RefuseNaN(millifarads) / 1e3);

    /// <summary>Makes it from a number of microfarads.</summary>
    public static Capacitance FromMicrofarads(double microfarads) => new(QuantityGuard.RefuseNaN(microfarads) / 1e6);

    /// <summary>Makes it from a number of nanofarads.</summary>
    public static Capacitance FromNanofarads(double nanofarads) => new(QuantityGuard.RefuseNaN(nanofarads) / 1e9);

    /// <summary>Makes it from a number of picofarads.</summary>
    public static Capacitance FromPicofarads(double picofarads) => new(QuantityGuard.RefuseNaN(picofarads) / 1e12);

    /// <summary>Makes it from a number of femtofarads.</summary>
    public static Capacitance FromFemtofarads(double femtofarads) => new(QuantityGuard.RefuseNaN(femtofarads) / 1e15);

    /// <summary>Sum.</summary>
    public static Capacitance operator +(Capacitance left, Capacitance right) => new(left._si + right._si);

    /// <summary>Difference.</summary>
    public static Capacitance operator -(Capacitance left, Capacitance right) => new(left._si - right._si);

    /// <summary>The same amount with the other sign.</summary>
    public static Capacitance operator -(Capacitance value) => new(-value._si);

    /// <summary>Scaled by a factor.</summary>
    public static Capacitance operator *(Capacitance value, double factor) => new(value._si * factor);

    /// <summary>Scaled by a factor.</summary>
    public static Capacitance operator *(double factor, Capacitance value) => new(factor * value._si);

    /// <summary>Scaled by the inverse of a divisor.</summary>
    public static Capacitance operator /(Capacitance value, double divisor) => new(value._si / divisor);

    /// <summary>Ratio of two amounts.</summary>
    public static double operator /(Capacitance left, Capacitance right) => left._si / right._si;

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(Capacitance left, Capacitance right) => left._si < right._si;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(Capacitance left, Capacitance right) => left._si > right._si;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(Capacitance left, Capacitance right) => left._si <= right._si;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(Capacitance left, Capacitance right) => left._si >= right._si;

    /// <summary>The lesser of two; NaN if either is NaN.</summary>
    public static Capacitance Min(Capacitance left, Capacitance right) => new(Math.Min(left._si, right._si));

    /// <summary>The greater of two; NaN if either is NaN.</summary>
    public static Capacitance Max(Capacitance left, Capacitance right) => new(Math.Max(left._si, right._si));

    /// <summary>The value held between two limits; with crossed limits the maximum wins, nothing is thrown.</summary>
    public static Capacitance Clamp(Capacitance value, Capacitance minimum, Capacitance maximum) => Min(Max(value, minimum), maximum);

    /// <summary>The amount without its sign.</summary>
    public static Capacitance Abs(Capacitance value) => new(Math.Abs(value._si));

    /// <inheritdoc/>
    public int CompareTo(Capacitance other) => _si.CompareTo(other._si);

    /// <summary>The value in a readable unit, such as '50 fF'; six significant digits, any culture.</summary>
    public override string ToString() => Dimension.Format(_si);

    /// <summary>The value in a unit of the dimension.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public string ToString(string unit) => Dimension.Format(_si, unit);
}
