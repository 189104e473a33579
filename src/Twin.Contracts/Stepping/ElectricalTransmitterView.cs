using Twin.Units;

namespace Twin.Contracts;

/// <summary>What a bundle of electrical transmitters sends, one entry for each lane. Filled from the options at reset; write to change.</summary>
/// <param name="swing">Differential peak-to-peak amplitude between the outer levels.</param>
/// <param name="signalToNoise">Transmitter signal-to-noise ratio (outer amplitude squared over noise variance).</param>
/// <param name="jitterUi">Random jitter, rms, in unit intervals.</param>
public readonly ref struct ElectricalTransmitterView(Span<Voltage> swing, Span<Decibels> signalToNoise, Span<double> jitterUi)
{
    /// <summary>Differential peak-to-peak amplitude between the outer levels.</summary>
    public Span<Voltage> Swing { get; } = swing;

    /// <summary>Transmitter signal-to-noise ratio.</summary>
    public Span<Decibels> SignalToNoise { get; } = signalToNoise;

    /// <summary>Random jitter, rms, in unit intervals.</summary>
    public Span<double> JitterUi { get; } = jitterUi;
}
