using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>What exchangers between a coolant loop and another stream have in common: the side of the loop.</summary>
public abstract record ExchangerParameters
{
    /// <summary>Conductance from coolant to wall at the rated flow of the loop.</summary>
    [Parameter("conductance from coolant to wall at its rated flow", Minimum = "0.1 W/K", Maximum = "100000 W/K", Source = "tubes of 0.2 m2 at 3,000 W/m2K, turbulent, Incropera ch. 8")]
    [Spread(Part = "4 %", Source = "engineering default")]
    public ThermalConductance CoolantConductance { get; init; } = ThermalConductance.FromWattsPerKelvin(600);

    /// <summary>Exponent of that conductance over flow.</summary>
    [Parameter("exponent of the coolant's conductance over flow", Minimum = "0", Maximum = "1", Source = "0.8 in turbulent flow, Incropera ch. 8")]
    public double CoolantExponent { get; init; } = 0.8;

    /// <summary>Rated flow of the loop.</summary>
    [Parameter("rated flow of the coolant", Minimum = "1e-7 m3/s", Maximum = "0.1 m3/s", Source = "4.3 L/min for each of two loops (thermal parameters, switch system)")]
    public VolumeFlow CoolantFlow { get; init; } = VolumeFlow.FromLitersPerMinute(4.3);

    /// <summary>Pressure drop of the coolant at its rated flow.</summary>
    [Parameter("pressure drop of the coolant at its rated flow", Minimum = "1 Pa", Maximum = "1000 kPa", Source = "engineering default")]
    public Pressure CoolantDrop { get; init; } = Pressure.FromKilopascals(12);

    private protected FlowResistance CoolantResistance => FlowResistance.FromRatedPoint(CoolantDrop, CoolantFlow, 0.1);

    private protected ExchangeOptions CoolantFilm => new(CoolantConductance, CoolantFlow, CoolantExponent, ThermalConductance.Zero);
}
