namespace Twin.Engine.Snapshots;

/// <summary>What to compare, and which differences to tell.</summary>
public sealed record ComparisonRequest
{
    /// <summary>The one.</summary>
    public required Moment First { get; init; }

    /// <summary>The other.</summary>
    public required Moment Second { get; init; }

    /// <summary>For each signal whether it is compared; null for all.</summary>
    public IReadOnlyList<bool>? Signals { get; init; }

    /// <summary>A difference counts when it is more than this, in the signal's own unit.</summary>
    public double MinimumDifference { get; init; }

    /// <summary>A difference counts when it is more than this share of the larger value.</summary>
    public double MinimumRelative { get; init; }

    /// <summary>A difference counts when it is more than this share of the signal's scale, <see cref="ValueDifference.Scaled"/>.</summary>
    public double MinimumScaled { get; init; }

    /// <summary>What comes first.</summary>
    public ComparisonOrder Order { get; init; }

    /// <summary>How many are told.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Who asks.</summary>
    public string Origin { get; init; } = string.Empty;
}
