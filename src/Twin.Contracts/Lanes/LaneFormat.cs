using Twin.Units;

namespace Twin.Contracts;

/// <summary>What travels on a lane.</summary>
/// <param name="SymbolRate">Symbols each second.</param>
/// <param name="Modulation">Levels of a symbol.</param>
/// <param name="TargetBitErrorRatio">Error ratio before error correction at which margins of this lane are zero; 2.4e-4 for KP4 (IEEE Std 802.3, clause 120).</param>
public sealed record LaneFormat(SymbolRate SymbolRate, Modulation Modulation, double TargetBitErrorRatio = 2.4e-4)
{
    /// <summary>Bits each second on the line, error correction included.</summary>
    public BitRate LineRate => BitRate.FromSi(SymbolRate.Si * (Modulation == Modulation.Pam4 ? 2 : 1));
}
