using Twin.Units;

namespace Twin.Contracts;

/// <summary>Starting values of a bundle of electrical receivers.</summary>
/// <param name="InputNoise">Input-referred noise, rms over the receiver's bandwidth.</param>
/// <param name="Bandwidth">3 dB bandwidth of the analogue front end.</param>
/// <param name="Equalizer">Equaliser, where this receiver decides.</param>
/// <param name="ImplementationLoss">What the real slicer loses against the ideal one (quantiser, adaptation, clock recovery).</param>
/// <param name="FeedbackTap">First decision-feedback tap relative to the cursor, 0 to 1; sets the length of error bursts.</param>
/// <param name="Precoding">Whether 1/(1+D) precoding turns bursts into pairs of errors.</param>
public sealed record ElectricalReceiverOptions(
    Voltage InputNoise, Frequency Bandwidth, Equalizer Equalizer, Decibels ImplementationLoss, double FeedbackTap = 0, bool Precoding = false);
