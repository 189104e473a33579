namespace Twin.Physics.Thermal.Packages;

/// <summary>A solution with its account of heat.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="Iterations">Applications of the preconditioner, over all rounds.</param>
/// <param name="Rounds">Linear systems solved: one, or with conductivities that depend on temperature as many as it took.</param>
/// <param name="Residual">Norm of b - G(T) T over that of b, with the conductivities of the final temperatures.</param>
/// <param name="PowerW">Heat released in blocks, watts.</param>
/// <param name="FilmHeatW">Heat that came in through films, watts; negative when it left.</param>
/// <param name="CoolantHeatW">Heat that coolant carried off, watts.</param>
/// <param name="TurnoverW">Sum of the magnitudes of all blocks' powers, of each film's heat and of the coolant's: what an imbalance is measured by, watts.</param>
public readonly record struct PackageBalance(
    IterationStatus Status,
    int Iterations,
    int Rounds,
    double Residual,
    double PowerW,
    double FilmHeatW,
    double CoolantHeatW,
    double TurnoverW)
{
    /// <summary>What came in less what went out, watts: zero in a steady state.</summary>
    public double ImbalanceW => PowerW + FilmHeatW - CoolantHeatW;

    /// <summary>Magnitude of the imbalance over the turnover; zero where nothing flows.</summary>
    public double RelativeImbalance => TurnoverW > 0 ? Math.Abs(ImbalanceW) / TurnoverW : 0;
}
