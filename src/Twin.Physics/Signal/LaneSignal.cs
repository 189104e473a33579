namespace Twin.Physics.Signal;

/// <summary>Signal, noise, roll-off and jitter that one lane hands from segment to segment; nothing in it is a margin.</summary>
/// <remarks>
/// Unmanaged, 15 doubles. Noise variances are over the square of the outer amplitude, so attenuation leaves them alone. Levels lie at
/// <see cref="LowLevelRatio"/> + k/3 (PAM4) or + k (NRZ) outer amplitudes; the noise at a level l is
/// <see cref="ConstantVariance"/> + <see cref="LinearVariance"/> l + <see cref="QuadraticVariance"/> l^2. Those three are as seen behind the far equaliser, the
/// per-term ones without it. Only <see cref="LaneLink"/> changes a signal.
/// </remarks>
public record struct LaneSignal
{
    /// <summary>Distance of the outermost levels: V of an electrical signal, W of light, A behind a photodiode.</summary>
    public double OuterAmplitude { get; internal set; }

    /// <summary>Lowest level over the outer amplitude; -0.5 before light carries the signal.</summary>
    public double LowLevelRatio { get; internal set; }

    /// <summary>Equalised noise variance that is equal at all levels.</summary>
    public double ConstantVariance { get; internal set; }

    /// <summary>Equalised noise variance per level (shot noise).</summary>
    public double LinearVariance { get; internal set; }

    /// <summary>Equalised noise variance per square of the level (intensity noise).</summary>
    public double QuadraticVariance { get; internal set; }

    /// <summary>Roll-off at Nyquist that nothing has equalised since the last retimer or transmitter, dB.</summary>
    public double NyquistLossDb { get; internal set; }

    /// <summary>Timing jitter, rms, unit intervals.</summary>
    public double JitterUiRms { get; internal set; }

    /// <summary>Level separation mismatch ratio, 1 when the levels are equally spaced.</summary>
    public double LevelMismatch { get; internal set; }

    /// <summary>What penalties stated in decibels leave of an eye, 1 without.</summary>
    public double PenaltyFactor { get; internal set; }

    /// <summary>Share of an eye that multi-path interference closes.</summary>
    public double MultiPathClosure { get; internal set; }

    /// <summary>Transmitter noise before equalisation.</summary>
    public double TransmitterVariance { get; internal set; }

    /// <summary>Crosstalk before equalisation.</summary>
    public double CrosstalkVariance { get; internal set; }

    /// <summary>Relative intensity noise before equalisation, per square of the level.</summary>
    public double IntensityVariance { get; internal set; }

    /// <summary>Receiver noise before equalisation.</summary>
    public double ReceiverVariance { get; internal set; }

    /// <summary>Shot noise before equalisation, per level.</summary>
    public double ShotVariance { get; internal set; }
}
