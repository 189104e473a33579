using Twin.Units;

namespace Twin.Contracts;

/// <summary>Starting values of a bundle of electrical transmitters.</summary>
/// <param name="Swing">Differential peak-to-peak amplitude between the outer levels.</param>
/// <param name="SignalToNoise">Outer amplitude squared over noise variance.</param>
/// <param name="JitterUi">Random jitter, rms, in unit intervals.</param>
/// <param name="Bandwidth">3 dB bandwidth of driver and pad.</param>
/// <param name="LevelMismatch">Ratio of level mismatch (RLM), 1 for evenly spaced levels.</param>
public sealed record ElectricalTransmitterOptions(
    Voltage Swing, Decibels SignalToNoise, double JitterUi, Frequency Bandwidth, double LevelMismatch = 1);
