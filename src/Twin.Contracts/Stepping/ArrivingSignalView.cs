namespace Twin.Contracts;

/// <summary>The signals that arrived at a bundle of receivers, for a receiver model of the vendor's own. One entry for each lane, as of the last link stage.</summary>
/// <param name="outerAmplitude">Distance of the outer levels at the receiver: volts, or amperes of photocurrent.</param>
/// <param name="noiseRms">Noise at mid level before any equaliser, rms, in the unit of the amplitude.</param>
/// <param name="nyquistLossDb">Roll-off at the Nyquist frequency that nothing has equalised since the last retimer or transmitter.</param>
/// <param name="jitterUi">Jitter, rms, in unit intervals.</param>
public readonly ref struct ArrivingSignalView(
    ReadOnlySpan<double> outerAmplitude, ReadOnlySpan<double> noiseRms, ReadOnlySpan<double> nyquistLossDb, ReadOnlySpan<double> jitterUi)
{
    /// <summary>Distance of the outer levels at the receiver: volts, or amperes of photocurrent.</summary>
    public ReadOnlySpan<double> OuterAmplitude { get; } = outerAmplitude;

    /// <summary>Noise at mid level before any equaliser, rms, in the unit of the amplitude.</summary>
    public ReadOnlySpan<double> NoiseRms { get; } = noiseRms;

    /// <summary>Roll-off at the Nyquist frequency that nothing has equalised since the last retimer or transmitter.</summary>
    public ReadOnlySpan<double> NyquistLossDb { get; } = nyquistLossDb;

    /// <summary>Jitter, rms, in unit intervals.</summary>
    public ReadOnlySpan<double> JitterUi { get; } = jitterUi;
}
