using Twin.Units;

namespace Twin.Contracts;

/// <summary>A bundle of optical receivers: what arrives, and what the component says of its receivers. One entry for each lane.</summary>
/// <param name="power">Average optical power arriving.</param>
/// <param name="oma">Outer optical modulation amplitude arriving.</param>
/// <param name="wavelength">Vacuum wavelength arriving.</param>
/// <param name="responsivity">Written by the component: photocurrent for each watt.</param>
/// <param name="noiseDensity">Written by the component: input-referred noise current density.</param>
/// <param name="bandwidth">Written by the component: 3 dB bandwidth.</param>
public readonly ref struct OpticalReceiverView(
    ReadOnlySpan<Power> power,
    ReadOnlySpan<Power> oma,
    ReadOnlySpan<Wavelength> wavelength,
    Span<Responsivity> responsivity,
    Span<NoiseCurrentDensity> noiseDensity,
    Span<Frequency> bandwidth)
{
    /// <summary>Average optical power arriving.</summary>
    public ReadOnlySpan<Power> Power { get; } = power;

    /// <summary>Outer optical modulation amplitude arriving.</summary>
    public ReadOnlySpan<Power> Oma { get; } = oma;

    /// <summary>Vacuum wavelength arriving.</summary>
    public ReadOnlySpan<Wavelength> Wavelength { get; } = wavelength;

    /// <summary>Photocurrent for each watt. Filled from the options at reset; write to change.</summary>
    public Span<Responsivity> Responsivity { get; } = responsivity;

    /// <summary>Input-referred noise current density. Filled from the options at reset; write to change.</summary>
    public Span<NoiseCurrentDensity> NoiseDensity { get; } = noiseDensity;

    /// <summary>3 dB bandwidth. Filled from the options at reset; write to change.</summary>
    public Span<Frequency> Bandwidth { get; } = bandwidth;
}
