namespace Twin.Physics.Signal;

/// <summary>What a retimer or end receiver makes of the signal that reaches it.</summary>
/// <param name="EyeFactor">Factor x of equal eyes with the same bit error ratio, inside [0.001, 10000].</param>
/// <param name="BitErrorRatio">Bit error ratio in front of any code; zero below 1e-307.</param>
/// <param name="SignalToNoiseDb">Mean signal power over noise variance at the slicer: 5 x^2 for PAM4, x^2 for NRZ.</param>
/// <param name="MarginDb">Margin to the target, in the decibels asked for; negative when missed.</param>
public readonly record struct LaneMargin(double EyeFactor, double BitErrorRatio, double SignalToNoiseDb, double MarginDb);
