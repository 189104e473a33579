namespace Twin.Physics.Thermal;

/// <summary>A thermoelectric (Peltier) module between a cold and a hot face, with constant properties.</summary>
/// <remarks>
/// <para>
/// Heat leaving the cold face <c>Q_c = alpha I T_c - I^2 R / 2 - K (T_h - T_c)</c>, heat arriving at the hot face
/// <c>Q_h = alpha I T_h + I^2 R / 2 - K (T_h - T_c)</c>, electrical power <c>P = Q_h - Q_c = alpha I (T_h - T_c) + I^2 R</c>: half of the Joule heat goes
/// to each face. H. J. Goldsmid, Introduction to Thermoelectricity, 2nd ed., Springer 2016, ch. 2; D. M. Rowe (ed.), CRC Handbook of Thermoelectrics, CRC
/// Press 1995, ch. 2. Properties do not change with temperature (no Thomson heat).
/// </para>
/// <para>Pure functions; nothing is allocated and nothing is checked: arguments out of range give a result out of range. Temperatures are absolute.</para>
/// </remarks>
/// <param name="SeebeckVPerK">Seebeck coefficient of the whole module, alpha: that of a couple times the couples in series. Volts per kelvin.</param>
/// <param name="ResistanceOhm">Electrical resistance of the whole module, R.</param>
/// <param name="ConductanceWPerK">Thermal conductance between the faces without current, K.</param>
public readonly record struct ThermoelectricCooler(double SeebeckVPerK, double ResistanceOhm, double ConductanceWPerK)
{
    /// <summary>Figure of merit <c>Z = alpha^2 / (R K)</c> in 1/K; about 2.5e-3 for bismuth telluride at room temperature.</summary>
    public double FigureOfMeritPerK => SeebeckVPerK * SeebeckVPerK / (ResistanceOhm * ConductanceWPerK);

    /// <summary>Properties from the figures of a data sheet.</summary>
    /// <remarks>
    /// The current of the greatest difference is that of the greatest heat at the cold face, <c>I_max = alpha T_c / R</c> with <c>T_c = T_h - dT_max</c>; then
    /// <c>alpha = 2 Q_max / (I_max (T_h + dT_max))</c>, <c>R = alpha (T_h - dT_max) / I_max</c>, <c>K = alpha I_max (T_h - dT_max) / (2 dT_max)</c>.
    /// </remarks>
    /// <param name="maximumHeatW">Heat from the cold face without a difference, at the current below.</param>
    /// <param name="maximumDifferenceK">Difference without heat, at the current below.</param>
    /// <param name="maximumCurrentA">Current of both.</param>
    /// <param name="hotK">Temperature of the hot face at which the figures hold; above the greatest difference.</param>
    public static ThermoelectricCooler FromRating(double maximumHeatW, double maximumDifferenceK, double maximumCurrentA, double hotK)
    {
        double seebeck = 2 * maximumHeatW / (maximumCurrentA * (hotK + maximumDifferenceK));
        double coldK = hotK - maximumDifferenceK;
        return new ThermoelectricCooler(seebeck, seebeck * coldK / maximumCurrentA, seebeck * maximumCurrentA * coldK / (2 * maximumDifferenceK));
    }

    /// <summary>Heat that the current takes from the cold face, conduction apart: <c>alpha I T_c - I^2 R / 2</c>. Watts; below zero where Joule heat prevails.</summary>
    /// <param name="currentA">Current; below zero it heats the cold face.</param>
    /// <param name="coldK">Temperature of the cold face.</param>
    public double PumpedFromColdW(double currentA, double coldK) => (SeebeckVPerK * currentA * coldK) - (0.5 * currentA * currentA * ResistanceOhm);

    /// <summary>Heat that the current brings to the hot face, conduction apart: <c>alpha I T_h + I^2 R / 2</c>. Watts.</summary>
    /// <param name="currentA">Current.</param>
    /// <param name="hotK">Temperature of the hot face.</param>
    public double PumpedToHotW(double currentA, double hotK) => (SeebeckVPerK * currentA * hotK) + (0.5 * currentA * currentA * ResistanceOhm);

    /// <summary>Electrical power at the terminals: <c>alpha I (T_h - T_c) + I^2 R</c>. Watts; below zero where the difference of temperature drives the current.</summary>
    /// <param name="currentA">Current.</param>
    /// <param name="coldK">Temperature of the cold face.</param>
    /// <param name="hotK">Temperature of the hot face.</param>
    public double PowerW(double currentA, double coldK, double hotK) =>
        (SeebeckVPerK * currentA * (hotK - coldK)) + (currentA * currentA * ResistanceOhm);

    /// <summary>Heat leaving the cold face, conduction included. Watts.</summary>
    /// <param name="currentA">Current.</param>
    /// <param name="coldK">Temperature of the cold face.</param>
    /// <param name="hotK">Temperature of the hot face.</param>
    public double ColdHeatW(double currentA, double coldK, double hotK) => PumpedFromColdW(currentA, coldK) - (ConductanceWPerK * (hotK - coldK));

    /// <summary>Heat arriving at the hot face, conduction included. Watts.</summary>
    /// <param name="currentA">Current.</param>
    /// <param name="coldK">Temperature of the cold face.</param>
    /// <param name="hotK">Temperature of the hot face.</param>
    public double HotHeatW(double currentA, double coldK, double hotK) => PumpedToHotW(currentA, hotK) - (ConductanceWPerK * (hotK - coldK));

    /// <summary>Current of the greatest heat from the cold face, <c>alpha T_c / R</c>: more current warms it. Amperes.</summary>
    /// <param name="coldK">Temperature of the cold face.</param>
    public double CurrentOfMostHeatA(double coldK) => SeebeckVPerK * coldK / ResistanceOhm;

    /// <summary>Greatest difference of temperature, reached without heat: <c>alpha^2 T_c^2 / (2 R K) = Z T_c^2 / 2</c>. Kelvin.</summary>
    /// <param name="coldK">Temperature of the cold face.</param>
    public double MaximumDifferenceK(double coldK) => 0.5 * FigureOfMeritPerK * coldK * coldK;

    /// <summary>Heat from the cold face over electrical power.</summary>
    /// <param name="currentA">Current, not zero.</param>
    /// <param name="coldK">Temperature of the cold face.</param>
    /// <param name="hotK">Temperature of the hot face.</param>
    public double CoefficientOfPerformance(double currentA, double coldK, double hotK) =>
        ColdHeatW(currentA, coldK, hotK) / PowerW(currentA, coldK, hotK);

    /// <summary>Current of the best coefficient of performance: <c>alpha (T_h - T_c) / (R (m - 1))</c> with <c>m = sqrt(1 + Z (T_h + T_c) / 2)</c>. Amperes.</summary>
    /// <param name="coldK">Temperature of the cold face.</param>
    /// <param name="hotK">Temperature of the hot face, above it.</param>
    public double CurrentOfBestPerformanceA(double coldK, double hotK) =>
        SeebeckVPerK * (hotK - coldK) / (ResistanceOhm * (MeanFactor(coldK, hotK) - 1));

    /// <summary>Best coefficient of performance: <c>T_c / (T_h - T_c) (m - T_h / T_c) / (m + 1)</c>, below zero past the greatest difference.</summary>
    /// <param name="coldK">Temperature of the cold face.</param>
    /// <param name="hotK">Temperature of the hot face, above it.</param>
    public double BestPerformance(double coldK, double hotK)
    {
        double m = MeanFactor(coldK, hotK);
        return coldK / (hotK - coldK) * (m - (hotK / coldK)) / (m + 1);
    }

    private double MeanFactor(double coldK, double hotK) => Math.Sqrt(1 + (0.5 * FigureOfMeritPerK * (coldK + hotK)));
}
