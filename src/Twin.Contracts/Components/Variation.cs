namespace Twin.Contracts;

/// <summary>How the values of a lane parameter differ: normal deviates, truncated at three standard deviations, that add up.</summary>
/// <param name="Lot">Standard deviation in common for all parts of one lot.</param>
/// <param name="Part">Standard deviation in common for all lanes of one part.</param>
/// <param name="Lane">Standard deviation from lane to lane.</param>
/// <param name="IsRelative">Whether the three are shares of the nominal value (0.02 is 2 %) rather than in its unit, in SI.</param>
/// <remarks>No two parts are alike; without spread "the worst lane" means nothing. A chassis file can switch all spread off.</remarks>
public readonly record struct Variation(double Lot, double Part, double Lane, bool IsRelative = true)
{
    /// <summary>All lanes alike.</summary>
    public static Variation None => default;
}
