namespace Twin.Engine.Snapshots;

/// <summary>Which difference of a comparison comes first.</summary>
public enum ComparisonOrder
{
    /// <summary>The largest share of the signal's scale, <see cref="ValueDifference.Scaled"/>: what matters, and rounding last.</summary>
    Scaled,

    /// <summary>The largest share of the value, <see cref="ValueDifference.Relative"/>. The rounding of a number near zero may come before everything else.</summary>
    Relative,

    /// <summary>The largest difference in the signals' own units.</summary>
    Absolute,
}
