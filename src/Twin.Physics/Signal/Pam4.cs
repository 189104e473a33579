namespace Twin.Physics.Signal;

/// <summary>Four-level pulse amplitude modulation with Gray mapping: level noise, eye factors, error ratios (formulas R2 to R5).</summary>
/// <remarks>Allocates nothing.</remarks>
public static class Pam4
{
    /// <summary>Variance of the levels over the square of the outer amplitude, equally likely levels 0, 1/3, 2/3, 1.</summary>
    public const double LevelVariance = 5.0 / 36.0;

    /// <summary>Bit error ratio of a fully closed eye, 0.75 Q(0).</summary>
    public const double WorstBitErrorRatio = 0.375;

    /// <summary>Noise variance of one detected level (formula R2).</summary>
    /// <param name="currentA">Photocurrent of the level in ampere.</param>
    /// <param name="inputNoiseA">Receiver noise referred to its input, rms ampere over the bandwidth.</param>
    /// <param name="darkCurrentA">Dark current in ampere.</param>
    /// <param name="bandwidthHz">Receiver noise bandwidth.</param>
    /// <param name="relativeIntensityNoisePerHz">RIN as a linear ratio per hertz, 10^(RIN dB/Hz / 10).</param>
    /// <returns>Variance in ampere squared.</returns>
    public static double LevelNoiseVariance(
        double currentA, double inputNoiseA, double darkCurrentA, double bandwidthHz, double relativeIntensityNoisePerHz) =>
        (inputNoiseA * inputNoiseA)
        + (2.0 * PhysicalConstants.ElementaryChargeC * (currentA + darkCurrentA) * bandwidthHz)
        + (relativeIntensityNoisePerHz * bandwidthHz * currentA * currentA);

    /// <summary>Eye factors of neighbouring levels with unequal noise (formula R3).</summary>
    /// <param name="levels">Levels, rising, any unit.</param>
    /// <param name="deviations">Standard deviation at each level, same unit and length as <paramref name="levels"/>.</param>
    /// <param name="eyeFactors">Out: one less than the levels.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void EyeFactors(ReadOnlySpan<double> levels, ReadOnlySpan<double> deviations, Span<double> eyeFactors)
    {
        if (deviations.Length != levels.Length || eyeFactors.Length != levels.Length - 1)
            throw new ArgumentException("n levels need n deviations and n - 1 eye factors.", nameof(eyeFactors));
        for (int k = 0; k < eyeFactors.Length; k++)
            eyeFactors[k] = (levels[k + 1] - levels[k]) / (deviations[k + 1] + deviations[k]);
    }

    /// <summary>Bit error ratio of three eyes (formula R4): a quarter of the sum of their tails.</summary>
    public static double BitErrorRatio(double lowerEyeFactor, double middleEyeFactor, double upperEyeFactor) =>
        0.25 * (GaussianTail.Q(lowerEyeFactor) + GaussianTail.Q(middleEyeFactor) + GaussianTail.Q(upperEyeFactor));

    /// <summary>Bit error ratio of three equal eyes, 0.75 Q(x) (formula R4).</summary>
    public static double BitErrorRatio(double eyeFactor) => 0.75 * GaussianTail.Q(eyeFactor);

    /// <summary>Eye factor x with 0.75 Q(x) = <paramref name="bitErrorRatio"/> (formula R5).</summary>
    /// <param name="bitErrorRatio">Inside (0, 0.375].</param>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is out of range.</exception>
    public static double EyeFactor(double bitErrorRatio)
    {
        if (!(bitErrorRatio > 0.0 && bitErrorRatio <= WorstBitErrorRatio))
            throw new ArgumentOutOfRangeException(nameof(bitErrorRatio), bitErrorRatio, "A PAM4 bit error ratio to be reached lies inside (0, 0.375].");
        return GaussianTail.InverseQ(bitErrorRatio / 0.75);
    }

    /// <summary>Eye factor of ideal levels at a ratio of mean power to noise variance: x = sqrt(SNR/5).</summary>
    public static double EyeFactorFromSignalToNoise(double signalToNoise) => Math.Sqrt(signalToNoise / 5.0);

    /// <summary>Ratio of mean power to noise variance of ideal levels: SNR = 5 x^2.</summary>
    public static double SignalToNoise(double eyeFactor) => 5.0 * eyeFactor * eyeFactor;
}
