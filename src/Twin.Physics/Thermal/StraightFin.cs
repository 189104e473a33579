namespace Twin.Physics.Thermal;

/// <summary>Straight fin of rectangular profile.</summary>
/// <remarks>F. P. Incropera, D. P. DeWitt, Fundamentals of Heat and Mass Transfer, section "Heat transfer from extended surfaces" (straight fin, adiabatic tip).</remarks>
public static class StraightFin
{
    /// <summary>Fin parameter m = sqrt(2 h / (k t)), per metre; for a fin much wider than thick.</summary>
    /// <param name="filmCoefficientWPerM2K">h on both faces.</param>
    /// <param name="conductivityWPerMK">k of the fin.</param>
    /// <param name="thicknessM">t of the fin.</param>
    public static double ParameterPerM(double filmCoefficientWPerM2K, double conductivityWPerMK, double thicknessM) =>
        Math.Sqrt(2 * filmCoefficientWPerM2K / (conductivityWPerMK * thicknessM));

    /// <summary>Efficiency tanh(m H) / (m H) of a fin with an adiabatic tip; 1 in the limit of m H = 0.</summary>
    /// <param name="parameterPerM">m from <see cref="ParameterPerM"/>.</param>
    /// <param name="heightM">H from root to tip.</param>
    public static double Efficiency(double parameterPerM, double heightM)
    {
        double mH = parameterPerM * heightM;
        return mH > 0 ? Math.Tanh(mH) / mH : 1;
    }

    /// <summary>Efficiency with the tip's own convection counted by the corrected height H + t/2.</summary>
    /// <param name="parameterPerM">m from <see cref="ParameterPerM"/>.</param>
    /// <param name="heightM">H from root to tip.</param>
    /// <param name="thicknessM">t of the fin.</param>
    public static double EfficiencyWithTip(double parameterPerM, double heightM, double thicknessM) =>
        Efficiency(parameterPerM, heightM + (0.5 * thicknessM));

    /// <summary>Overall efficiency of a finned surface: 1 - (A_fin / A_total)(1 - eta).</summary>
    /// <param name="finEfficiency">eta of one fin.</param>
    /// <param name="finAreaFraction">Fin area over total area, 0 to 1.</param>
    public static double SurfaceEfficiency(double finEfficiency, double finAreaFraction) =>
        1 - (finAreaFraction * (1 - finEfficiency));
}
