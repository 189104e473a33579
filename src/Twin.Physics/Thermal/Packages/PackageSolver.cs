using Twin.Physics.LinearAlgebra;

namespace Twin.Physics.Thermal.Packages;

/// <summary>Solves a package for powers, film temperatures and coolant inlet, with conductivities that follow temperature where the materials say so.</summary>
/// <remarks>Not linear, it goes by rounds: conductivities at the last temperatures, then one linear solution (Picard). Each round gains about the factor n dT/T (exponent times
/// the temperature differences in silicon over absolute temperature): 0.1 to 0.2 for the reference package. It has converged when the residual with the conductivities of the final
/// temperatures is below the tolerance. Construction allocates, nothing else does. One thread at a time, and alone with its system.</remarks>
public sealed class PackageSolver
{
    /// <summary>Rounds before giving up; with a gain of 0.5 per round enough for fifteen digits.</summary>
    private const int MaximumRounds = 50;

    /// <summary>A round needs to be solved only so much better than the round before was right.</summary>
    private const double RoundGain = 0.01;

    private readonly double[] _heatW;
    private readonly double[] _product;

    /// <summary>Prepares a solver.</summary>
    /// <param name="system">The package on its grid. Its conductivities follow this solver's temperatures.</param>
    public PackageSolver(PackageSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        System = system;
        _heatW = new double[system.CellCount];
        _product = system.IsNonlinear ? new double[system.CellCount] : [];
    }

    /// <summary>The package on its grid.</summary>
    public PackageSystem System { get; }

    /// <summary>Finds the steady state.</summary>
    /// <param name="powersW">Power of each block, watts.</param>
    /// <param name="filmTemperaturesC">Temperature beyond each film.</param>
    /// <param name="inletTemperatureC">Of the coolant; without meaning where there is none.</param>
    /// <param name="temperaturesC">In: the initial guess. Out: the steady state; unchanged if there is none. Length <see cref="PackageSystem.CellCount"/>.</param>
    /// <param name="tolerance">On the relative residual. The default closes the reference package's heat balance to 1e-12.</param>
    /// <returns>The outcome and the account of heat. <see cref="IterationStatus.Singular"/> when there is neither a film nor flowing coolant: <see cref="PackageSystem.IsFloating"/>.</returns>
    public PackageBalance SolveSteady(
        ReadOnlySpan<double> powersW, ReadOnlySpan<double> filmTemperaturesC, double inletTemperatureC, Span<double> temperaturesC, double tolerance = 1e-11)
    {
        SolveReport report = Settle(0, [], powersW, filmTemperaturesC, inletTemperatureC, temperaturesC, tolerance, out int rounds);
        return Balance(report, rounds, powersW, filmTemperaturesC, inletTemperatureC, temperaturesC);
    }

    /// <summary>Finds the steady state at the model's nominal powers, film and inlet temperatures. Allocates those lists.</summary>
    /// <param name="temperaturesC">In: the initial guess. Out: the steady state. Length <see cref="PackageSystem.CellCount"/>.</param>
    /// <param name="tolerance">On the relative residual.</param>
    public PackageBalance SolveSteady(Span<double> temperaturesC, double tolerance = 1e-11)
    {
        PackageModel model = System.Model;
        return SolveSteady(
            [.. model.Blocks.Select(block => block.NominalPowerW)],
            [.. model.Films.Select(film => film.TemperatureC)],
            model.Microchannels?.InletTemperatureC ?? 0,
            temperaturesC,
            tolerance);
    }

    /// <summary>Solves (G(T) + s C) T = sources + s C held, in place.</summary>
    /// <param name="shift">s, 1/s.</param>
    /// <param name="heldC">Temperatures that the capacities hold to; not read when s is zero.</param>
    /// <param name="powersW">Power of each block.</param>
    /// <param name="filmTemperaturesC">Temperature beyond each film.</param>
    /// <param name="inletTemperatureC">Of the coolant.</param>
    /// <param name="temperaturesC">In: the initial guess. Out: the solution.</param>
    /// <param name="tolerance">On the relative residual.</param>
    /// <param name="rounds">Linear systems solved.</param>
    internal SolveReport Settle(
        double shift,
        ReadOnlySpan<double> heldC,
        ReadOnlySpan<double> powersW,
        ReadOnlySpan<double> filmTemperaturesC,
        double inletTemperatureC,
        Span<double> temperaturesC,
        double tolerance,
        out int rounds)
    {
        Require.Length(temperaturesC.Length, System.CellCount, nameof(temperaturesC));
        rounds = 0;
        int iterations = 0;
        double residual = double.PositiveInfinity;
        while (true)
        {
            System.SetConductivities(temperaturesC);
            System.Sources(powersW, filmTemperaturesC, inletTemperatureC, _heatW);
            if (shift > 0)
            {
                ReadOnlySpan<double> capacities = System.Capacities;
                for (int i = 0; i < _heatW.Length; i++)
                {
                    _heatW[i] += shift * capacities[i] * heldC[i];
                }
            }

            if (System.IsNonlinear && rounds > 0)
            {
                residual = Residual(shift, temperaturesC);
                if (!(residual > tolerance) || rounds == MaximumRounds)
                {
                    IterationStatus status = residual <= tolerance ? IterationStatus.Converged : double.IsFinite(residual) ? IterationStatus.NotConverged : IterationStatus.NotFinite;
                    return new SolveReport(status, iterations, residual);
                }
            }

            double aim = System.IsNonlinear ? Math.Max(tolerance / 2, RoundGain * Math.Min(1, residual)) : tolerance;
            SolveReport report = System.Solve(shift, _heatW, temperaturesC, aim);
            iterations += report.Iterations;
            rounds++;
            if (!System.IsNonlinear || report.Status != IterationStatus.Converged)
            {
                return report with { Iterations = iterations };
            }
        }
    }

    private double Residual(double shift, ReadOnlySpan<double> temperaturesC)
    {
        System.Apply(shift, temperaturesC, _product);
        double residual = 0;
        double norm = 0;
        for (int i = 0; i < _product.Length; i++)
        {
            double difference = _heatW[i] - _product[i];
            residual += difference * difference;
            norm += _heatW[i] * _heatW[i];
        }

        return norm > 0 ? Math.Sqrt(residual / norm) : Math.Sqrt(residual);
    }

    private PackageBalance Balance(
        SolveReport report, int rounds, ReadOnlySpan<double> powersW, ReadOnlySpan<double> filmTemperaturesC, double inletTemperatureC, ReadOnlySpan<double> temperaturesC)
    {
        double power = 0;
        double turnover = 0;
        foreach (double powerW in powersW)
        {
            power += powerW;
            turnover += Math.Abs(powerW);
        }

        double films = 0;
        for (int film = 0; film < filmTemperaturesC.Length; film++)
        {
            double heat = System.FilmHeatW(film, filmTemperaturesC[film], temperaturesC);
            films += heat;
            turnover += Math.Abs(heat);
        }

        double coolant = System.CarriedOffW(temperaturesC, inletTemperatureC);
        return new PackageBalance(report.Status, report.Iterations, rounds, report.Residual, power, films, coolant, turnover + Math.Abs(coolant));
    }
}
