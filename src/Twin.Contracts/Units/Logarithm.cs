namespace Twin.Units;

/// <summary>Decibels to ratios and back (IEC 60027-3): 10 log10 for powers, 20 log10 for amplitudes.</summary>
/// <remarks>One place, so that a text, a factory and an operator give the same bits.</remarks>
internal static class Logarithm
{
    /// <summary>10^(db/10).</summary>
    public static double PowerRatio(double db) => Math.Pow(10, db / 10);

    /// <summary>10^(db/20).</summary>
    public static double AmplitudeRatio(double db) => Math.Pow(10, db / 20);

    /// <summary>10 log10 of a power ratio; minus infinity for zero, NaN below.</summary>
    public static double ToPowerDecibels(double ratio) => 10 * Math.Log10(ratio);

    /// <summary>20 log10 of an amplitude ratio; minus infinity for zero, NaN below.</summary>
    public static double ToAmplitudeDecibels(double ratio) => 20 * Math.Log10(ratio);
}
