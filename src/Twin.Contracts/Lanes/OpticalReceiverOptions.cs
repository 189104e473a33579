using Twin.Units;

namespace Twin.Contracts;

/// <summary>Starting values of a bundle of optical receivers.</summary>
/// <param name="Responsivity">Photocurrent for each watt that arrives at the component.</param>
/// <param name="NoiseDensity">Input-referred noise current density of the amplifier.</param>
/// <param name="Bandwidth">3 dB bandwidth of diode and amplifier.</param>
/// <param name="Overload">Average power above which the amplifier compresses; an alarm is raised there.</param>
/// <param name="Equalizer">Equaliser, where this receiver decides; unused in front of a linear relay.</param>
/// <param name="ImplementationLoss">What the real slicer loses against the ideal one, where this receiver decides.</param>
public sealed record OpticalReceiverOptions(
    Responsivity Responsivity,
    NoiseCurrentDensity NoiseDensity,
    Frequency Bandwidth,
    Power Overload,
    Equalizer Equalizer,
    Decibels ImplementationLoss);
