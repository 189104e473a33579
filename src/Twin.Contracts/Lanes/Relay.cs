namespace Twin.Contracts;

/// <summary>How a component hands a lane on from a receiver to a transmitter.</summary>
public enum Relay
{
    /// <summary>The signal is amplified with its noise and distortion: the next retimer or the far receiver judges all of it at once.</summary>
    Linear,

    /// <summary>The bits are decided and sent anew: the segment before has a margin of its own, its errors stay in the bits.</summary>
    Retimed,
}
