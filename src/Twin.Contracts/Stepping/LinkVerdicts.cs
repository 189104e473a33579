using Twin.Units;

namespace Twin.Contracts;

/// <summary>What became of the signals at a bundle of receivers that end or retime their lanes, one entry for each lane.</summary>
/// <param name="bitErrorRatio">Bit error ratio before error correction, of the segment that ends here. 0.5 for a dead lane.</param>
/// <param name="margin">Margin to the target error ratio of the lane's format: 10 log10 of amplitude over needed amplitude for light, 20 log10 for volts.</param>
/// <param name="signalToNoise">Signal-to-noise ratio at the slicer.</param>
/// <remarks>Margins compare only at the same target error ratio. A receiver that passes its signal on unjudged keeps its initial values.</remarks>
public readonly ref struct LinkVerdicts(Span<double> bitErrorRatio, Span<Decibels> margin, Span<Decibels> signalToNoise)
{
    /// <summary>Bit error ratio before error correction, of the segment that ends here.</summary>
    public Span<double> BitErrorRatio { get; } = bitErrorRatio;

    /// <summary>Margin to the target error ratio of the lane's format.</summary>
    public Span<Decibels> Margin { get; } = margin;

    /// <summary>Signal-to-noise ratio at the slicer.</summary>
    public Span<Decibels> SignalToNoise { get; } = signalToNoise;
}
