using Twin.Units;

namespace Twin.Contracts;

/// <summary>What a bundle of optical transmitters sends, one entry for each lane. Filled from the options at reset; write to change.</summary>
/// <param name="power">Average optical power leaving the component.</param>
/// <param name="oma">Outer optical modulation amplitude.</param>
/// <param name="wavelength">Vacuum wavelength.</param>
/// <param name="rinPerHertz">Relative intensity noise of the carrier as a linear ratio in 1/Hz.</param>
/// <param name="bandwidth">3 dB electro-optic bandwidth.</param>
/// <param name="levelMismatch">Ratio of level mismatch (RLM), 1 for evenly spaced levels.</param>
public readonly ref struct OpticalTransmitterView(
    Span<Power> power, Span<Power> oma, Span<Wavelength> wavelength, Span<double> rinPerHertz, Span<Frequency> bandwidth, Span<double> levelMismatch)
{
    /// <summary>Average optical power leaving the component.</summary>
    public Span<Power> Power { get; } = power;

    /// <summary>Outer optical modulation amplitude.</summary>
    public Span<Power> Oma { get; } = oma;

    /// <summary>Vacuum wavelength.</summary>
    public Span<Wavelength> Wavelength { get; } = wavelength;

    /// <summary>Relative intensity noise of the carrier as a linear ratio in 1/Hz.</summary>
    public Span<double> RinPerHertz { get; } = rinPerHertz;

    /// <summary>3 dB electro-optic bandwidth.</summary>
    public Span<Frequency> Bandwidth { get; } = bandwidth;

    /// <summary>Ratio of level mismatch (RLM), 1 for evenly spaced levels.</summary>
    public Span<double> LevelMismatch { get; } = levelMismatch;
}
