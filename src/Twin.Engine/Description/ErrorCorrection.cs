namespace Twin.Engine.Description;

/// <summary>Forward error correction of a port.</summary>
public enum ErrorCorrection
{
    /// <summary>RS(544,514) over 10-bit symbols, t = 15 (IEEE Std 802.3, clause 91).</summary>
    Kp4,

    /// <summary>RS(528,514) over 10-bit symbols, t = 7 (IEEE Std 802.3, clause 91).</summary>
    Kr4,
}
