namespace Twin.Physics.Power;

/// <summary>Which values a loss fit may give the term that is proportional to output power.</summary>
public enum LinearLossTerm
{
    /// <summary>Zero or more, as its physical meaning (a forward voltage) asks for.</summary>
    NonNegative = 0,

    /// <summary>Also below zero, as long as the loss stays above zero and input rises with output: closer to supplies that drop phases at light load.</summary>
    EitherSign,
}
