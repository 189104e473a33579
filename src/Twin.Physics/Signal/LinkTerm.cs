namespace Twin.Physics.Signal;

/// <summary>What can limit a link.</summary>
public enum LinkTerm
{
    /// <summary>Noise and distortion of the transmitter, and of its supply.</summary>
    TransmitterNoise = 0,

    /// <summary>Crosstalk from other lanes.</summary>
    Crosstalk = 1,

    /// <summary>Relative intensity noise of the laser.</summary>
    RelativeIntensityNoise = 2,

    /// <summary>Noise of the receiver's input.</summary>
    ReceiverNoise = 3,

    /// <summary>Shot noise of the light.</summary>
    ShotNoise = 4,

    /// <summary>Roll-off and dispersion: what equalising them adds to the noise, and penalties stated for them.</summary>
    InterSymbolInterference = 5,

    /// <summary>Timing jitter.</summary>
    Jitter = 6,

    /// <summary>Multi-path interference.</summary>
    MultiPathInterference = 7,

    /// <summary>Unequal level spacing.</summary>
    LevelMismatch = 8,
}
