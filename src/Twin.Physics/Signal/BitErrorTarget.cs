namespace Twin.Physics.Signal;

/// <summary>A bit error ratio at which margins are stated, with the eye factors that just reach it.</summary>
/// <remarks>Keeps the inverse of the error function out of the step: made once, read for every lane. Margins are comparable
/// only at the same target.</remarks>
public readonly record struct BitErrorTarget
{
    /// <summary>Makes a target.</summary>
    /// <param name="bitErrorRatio">Inside (0, 0.375): a PAM4 eye that is fully closed still gives 0.375.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is out of range.</exception>
    public BitErrorTarget(double bitErrorRatio)
    {
        Pam4EyeFactor = Pam4.EyeFactor(bitErrorRatio);
        NrzEyeFactor = GaussianTail.InverseQ(bitErrorRatio);
        BitErrorRatio = bitErrorRatio;
    }

    /// <summary>The target bit error ratio.</summary>
    public double BitErrorRatio { get; }

    /// <summary>Eye factor x with 0.75 Q(x) = target (formula R4).</summary>
    public double Pam4EyeFactor { get; }

    /// <summary>Eye factor x with Q(x) = target (formula R4).</summary>
    public double NrzEyeFactor { get; }

    /// <summary>Returns the eye factor for a modulation.</summary>
    public double EyeFactor(Modulation modulation) => modulation == Modulation.Pam4 ? Pam4EyeFactor : NrzEyeFactor;
}
