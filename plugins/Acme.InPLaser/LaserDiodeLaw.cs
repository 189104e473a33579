namespace Acme.InPLaser;

/// <summary>Light and voltage of one laser over current and junction temperature (formulas L1 to L4).</summary>
/// <remarks>
/// <c>Ith(Tj) = Ith0 exp((Tj - Tref)/T0)</c>, <c>eta(Tj) = eta0 exp(-(Tj - Tref)/T1)</c>, <c>P = eta (I - Ith)</c>, <c>V = V0 + Rs I</c>; Coldren, Corzine and
/// Masanovic, Diode Lasers and Photonic Integrated Circuits, ch. 2. Solved for the current at which the power is the set-point, so the power control loop (some
/// kilohertz) is taken as settled within a step.
/// </remarks>
/// <param name="thresholdA">Threshold at the reference temperature, ageing included.</param>
/// <param name="slopeWPerA">Slope at the reference temperature, ageing included.</param>
/// <param name="riseK">Junction temperature above the reference.</param>
/// <param name="inverseT0">1/T0 in 1/K.</param>
/// <param name="inverseT1">1/T1 in 1/K.</param>
/// <param name="diodeV">Diode voltage at no current.</param>
internal readonly ref struct LaserDiodeLaw(double thresholdA, double slopeWPerA, double riseK, double inverseT0, double inverseT1, double diodeV)
{
    // Far outside any laser's range; keeps numbers finite on the way to a shutdown.
    private const double MostRiseK = 200;

    private readonly double _thresholdA = thresholdA * Math.Exp(Math.Min(riseK, MostRiseK) * inverseT0);

    // At most a photon for each electron, and its energy below that of the diode voltage (Bernard and Duraffourg, Phys. Status Solidi 1 (1961) 699): however cold, never more light than power.
    private readonly double _slopeWPerA = Math.Min(diodeV, slopeWPerA * Math.Exp(-Math.Min(riseK, MostRiseK) * inverseT1));

    /// <summary>Bias for a power: zero for none, the limit where the laser cannot reach it.</summary>
    /// <param name="powerW">Set-point.</param>
    /// <param name="limitA">Greatest bias.</param>
    internal double Bias(double powerW, double limitA)
    {
        if (powerW <= 0 || _slopeWPerA <= 0)
            return 0;

        return Math.Min(limitA, _thresholdA + (powerW / _slopeWPerA));
    }

    /// <summary>Light at a bias.</summary>
    /// <param name="biasA">Bias.</param>
    internal double Power(double biasA) => _slopeWPerA * Math.Max(0, biasA - _thresholdA);
}
