namespace Twin.Physics.Thermal;

/// <summary>Effectiveness of heat exchangers from the number of transfer units NTU = UA / C.</summary>
/// <remarks>
/// Effectiveness is the heat exchanged over the most that the inlet temperatures allow, C_min (T_hot,in - T_cold,in).
/// W. M. Kays, A. L. London, Compact Heat Exchangers, 3rd ed., ch. 2. Pure functions; nothing is allocated and nothing is checked:
/// arguments out of range give a result out of range.
/// </remarks>
public static class HeatExchanger
{
    /// <summary>Stream against a wall of one temperature (cold plate, heat sink base): 1 - exp(-NTU).</summary>
    /// <param name="transferUnits">NTU = UA / (mass flow x specific heat of the stream), zero or more.</param>
    public static double IsothermalWallEffectiveness(double transferUnits) => OneMinusExponential(transferUnits);

    /// <summary>Conductance between an isothermal wall and the inlet of the stream that cools it: C (1 - exp(-UA/C)), watts per kelvin.</summary>
    /// <param name="surfaceConductanceWPerK">UA of the wetted surface.</param>
    /// <param name="capacityFlowWPerK">C: mass flow x specific heat of the stream. Zero gives zero: a standing stream carries nothing off.</param>
    public static double WallToInletConductance(double surfaceConductanceWPerK, double capacityFlowWPerK) =>
        capacityFlowWPerK > 0
            ? capacityFlowWPerK * OneMinusExponential(surfaceConductanceWPerK / capacityFlowWPerK)
            : 0;

    /// <summary>Two streams in opposite directions.</summary>
    /// <param name="transferUnits">NTU = UA / C_min, zero or more.</param>
    /// <param name="capacityRatio">C_min / C_max, 0 to 1; at 1 the limit NTU / (1 + NTU) is reached without cancellation.</param>
    public static double CounterFlowEffectiveness(double transferUnits, double capacityRatio)
    {
        // (1 - E) / (1 - c E) with E = exp(-NTU (1 - c)); the difference 1 - E is divided by (1 - c) before it can vanish.
        double exponent = transferUnits * (1 - capacityRatio);
        double perUnit = exponent > 0 ? OneMinusExponential(exponent) / exponent : 1;
        double scaled = transferUnits * perUnit;
        return scaled / (1 + (capacityRatio * scaled));
    }

    /// <summary>Two streams in the same direction.</summary>
    /// <param name="transferUnits">NTU = UA / C_min, zero or more.</param>
    /// <param name="capacityRatio">C_min / C_max, 0 to 1.</param>
    public static double ParallelFlowEffectiveness(double transferUnits, double capacityRatio) =>
        OneMinusExponential(transferUnits * (1 + capacityRatio)) / (1 + capacityRatio);

    /// <summary>Two streams at right angles, neither mixed.</summary>
    /// <param name="transferUnits">NTU = UA / C_min, zero or more; above 500 as 500, where nothing is left to gain.</param>
    /// <param name="capacityRatio">c = C_min / C_max, 0 to 1.</param>
    /// <remarks>
    /// The exact series of J. L. Mason (Proc. 2nd U.S. Nat. Congr. Appl. Mech., 1954): the sum over n of P(n+1, NTU) P(n+1, c NTU) / (c NTU), P the regularised incomplete gamma
    /// function, about NTU terms. The usual closed form with the exponents 0.22 and 0.78 is up to 4 % off it.
    /// </remarks>
    public static double CrossFlowEffectiveness(double transferUnits, double capacityRatio)
    {
        const double LargestUnits = 500;
        double hot = Math.Min(transferUnits, LargestUnits);
        double cold = capacityRatio * hot;
        if (!(cold > 0))
        {
            return OneMinusExponential(hot);
        }

        // P(n+1, x) = P(n, x) - exp(-x) x^n / n!, from P(1, x) = 1 - exp(-x).
        double hotTail = OneMinusExponential(hot);
        double coldTail = OneMinusExponential(cold);
        double hotTerm = Math.Exp(-hot);
        double coldTerm = Math.Exp(-cold);
        double sum = 0;
        for (int n = 1; hotTail * coldTail > 1e-17 * sum; n++)
        {
            sum += hotTail * coldTail;
            hotTerm *= hot / n;
            coldTerm *= cold / n;
            hotTail -= hotTerm;
            coldTail = Math.Max(0, coldTail - coldTerm);
        }

        return sum / cold;
    }

    // 1 - exp(-x) = 2 t / (1 + t) with t = tanh(x / 2): exact to rounding for small x, where the plain form loses every digit.
    private static double OneMinusExponential(double x)
    {
        double t = Math.Tanh(0.5 * x);
        return 2 * t / (1 + t);
    }
}
