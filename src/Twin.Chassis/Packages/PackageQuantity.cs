namespace Twin.Chassis.Packages;

/// <summary>What a given result is of.</summary>
public enum PackageQuantity
{
    /// <summary>The mean over a block.</summary>
    Average,

    /// <summary>The hottest cell of a block.</summary>
    Maximum,

    /// <summary>The cell of a probe.</summary>
    Point,
}
