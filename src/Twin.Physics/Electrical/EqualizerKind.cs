namespace Twin.Physics.Electrical;

/// <summary>Receiver structure whose limit is evaluated.</summary>
public enum EqualizerKind
{
    /// <summary>Linear, inverts the channel.</summary>
    ZeroForcingLinear = 0,

    /// <summary>Linear, least mean square error, unbiased.</summary>
    MinimumErrorLinear = 1,

    /// <summary>Decision feedback behind a whitened matched filter.</summary>
    ZeroForcingDecisionFeedback = 2,

    /// <summary>Decision feedback, least mean square error, unbiased.</summary>
    MinimumErrorDecisionFeedback = 3,
}
