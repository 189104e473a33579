using Twin.Contracts;
using Twin.Units;

namespace Dorado.PluggableModule;

/// <summary>Photodiodes and amplifiers of a module.</summary>
public sealed record ReceiverParameters
{
    /// <summary>Photocurrent for each watt that arrives at the module.</summary>
    [Parameter("responsivity at the module's connector", Minimum = "0.05 A/W", Maximum = "1.2 A/W", Source = "photodiode 0.91 A/W (silicon_photonics SIP-28) behind a demultiplexer of 1.25 dB (grids GRD-09) and 0.5 dB of coupling")]
    [Spread(Part = "3 %", Source = "engineering default")]
    public Responsivity Responsivity { get; init; } = Responsivity.FromAmperesPerWatt(0.61);

    /// <summary>Input noise of the amplifier.</summary>
    [Parameter("input-referred noise current density", Minimum = "0.1 pA/rtHz", Maximum = "100 pA/rtHz", Source = "silicon_photonics SIP-31")]
    public NoiseCurrentDensity Noise { get; init; } = NoiseCurrentDensity.FromPicoamperesPerRootHertz(16.9);

    /// <summary>Bandwidth of diode and amplifier.</summary>
    [Parameter("3 dB bandwidth of diode and amplifier", Minimum = "1 GHz", Maximum = "200 GHz", Source = "silicon_photonics SIP-31: 32 GHz")]
    public Frequency Bandwidth { get; init; } = Frequency.FromGigahertz(32);

    /// <summary>Average power of a lane above which the amplifier compresses.</summary>
    [Parameter("overload, average power of a lane", Minimum = "-10 dBm", Maximum = "10 dBm", Source = "pmd_specs 800G 2xFR4: 3.5 dBm, damage at 4.5 dBm")]
    public Power Overload { get; init; } = Power.FromDbm(3.5);

    /// <summary>Power of one lane's amplifier while it is up.</summary>
    [Parameter("power of an amplifier", Minimum = "0 W", Maximum = "1 W", Source = "47-107 mW (silicon_photonics SIP-31, SIP-33)")]
    public Power AmplifierPower { get; init; } = Power.FromMilliwatts(107);

    /// <summary>What the slicer loses against an ideal one, where the module decides.</summary>
    [Parameter("implementation loss", Minimum = "0 dB", Maximum = "10 dB", Source = "engineering default: quantiser, adaptation, clock recovery")]
    public Decibels ImplementationLoss { get; init; } = Decibels.FromDb(1.5);
}
