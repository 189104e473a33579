namespace Twin.Contracts;

/// <summary>Equaliser in front of the slicer of a receiver that decides.</summary>
public enum Equalizer
{
    /// <summary>Linear: feed-forward taps and continuous-time peaking, which enhance noise.</summary>
    Linear,

    /// <summary>Linear and decision feedback, which does not enhance noise but spreads a wrong decision.</summary>
    DecisionFeedback,
}
