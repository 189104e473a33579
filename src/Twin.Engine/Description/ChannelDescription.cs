using Twin.Units;

namespace Twin.Engine.Description;

/// <summary>Electrical channels that join transmitters to receivers, lane by lane.</summary>
/// <param name="From">Electrical transmitters.</param>
/// <param name="To">As many lanes of electrical receivers.</param>
/// <param name="NyquistLoss">Insertion loss at the Nyquist frequency of the lanes, zero or more.</param>
/// <param name="LossSpread">How the loss differs from first to last lane, such as the 15 to 30 cm of a front panel: the loss of lane i lies evenly between <paramref name="NyquistLoss"/> - and + this, by distance from the middle.</param>
/// <param name="CrosstalkRatio">Integrated crosstalk noise relative to the outer amplitude at the receiver, rms.</param>
/// <param name="SkinEffectShare">Share of the loss at Nyquist that goes with the square root of frequency, 0 to 1; the rest goes with frequency.</param>
/// <param name="Length">Length, for latency.</param>
/// <param name="Origin">Where it was written, or null.</param>
public sealed record ChannelDescription(
    ElementReference From,
    ElementReference To,
    Decibels NyquistLoss,
    Decibels LossSpread,
    double CrosstalkRatio,
    double SkinEffectShare,
    Length Length,
    Origin? Origin = null);
