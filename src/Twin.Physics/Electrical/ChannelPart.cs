namespace Twin.Physics.Electrical;

/// <summary>One part of an electrical channel: a uniform line, a shunt capacitor or a series inductor, per leg of the pair.</summary>
/// <remarks>Make one with <see cref="Line"/>, <see cref="ShuntCapacitor"/> or <see cref="SeriesInductor"/>; the default value is a line of no length.</remarks>
public readonly record struct ChannelPart
{
    internal LineMaterial Material { get; private init; }

    internal double LengthM { get; private init; }

    internal double CharacteristicOhm { get; private init; }

    internal double CapacitanceF { get; private init; }

    internal double InductanceH { get; private init; }

    /// <summary>A uniform line.</summary>
    /// <param name="material">Propagation constants.</param>
    /// <param name="lengthM">Length.</param>
    /// <param name="differentialOhm">Differential impedance; each leg has half.</param>
    public static ChannelPart Line(LineMaterial material, double lengthM, double differentialOhm = 100.0) =>
        new() { Material = material, LengthM = lengthM, CharacteristicOhm = 0.5 * differentialOhm };

    /// <summary>A capacitor to ground on each leg: a pad, ball or via.</summary>
    /// <param name="capacitanceF">Capacitance per leg.</param>
    public static ChannelPart ShuntCapacitor(double capacitanceF) => new() { CapacitanceF = capacitanceF };

    /// <summary>An inductor in each leg: a bond or connector blade.</summary>
    /// <param name="inductanceH">Inductance per leg.</param>
    public static ChannelPart SeriesInductor(double inductanceH) => new() { InductanceH = inductanceH };
}
