using System.Diagnostics;
using System.Globalization;
using Twin.Chassis.Packages;
using Twin.Host.Setup;
using Twin.Physics.Thermal.Packages;

namespace Twin.Host.Solving;

/// <summary>Solves one case of a package and keeps account of heat and residuals.</summary>
internal sealed class PackageRun
{
    // The rest is for the program, the picture and others on the machine.
    private const double ShareOfMemory = 0.8;
    private const int MostRows = 1_000_000;

    // Vectors of the length of the cells that a transient keeps.
    private const int VectorsOfTransient = 6;

    private readonly PackageTrace? _trace;
    private readonly double[] _powersW;
    private readonly double[] _filmsC;
    private readonly double[] _temperaturesC;
    private readonly double _inletC;

    private PackageRun(PackageFolderResult package, PackageSettings settings, PackageSystem system)
    {
        Settings = settings;
        System = system;
        _trace = package.Trace;
        _powersW = [.. system.Model.Blocks.Select(block => block.NominalPowerW)];
        _filmsC = [.. system.Model.Films.Select(film => film.TemperatureC)];
        _inletC = system.Model.Microchannels?.InletTemperatureC ?? 0;
        _temperaturesC = new double[system.CellCount];
        Array.Fill(_temperaturesC, system.Model.InitialTemperatureC);
    }

    /// <summary>What was asked for.</summary>
    public PackageSettings Settings { get; }

    /// <summary>The package on its grid.</summary>
    public PackageSystem System { get; }

    /// <summary>Temperatures of all cells at the end, degrees Celsius.</summary>
    public ReadOnlySpan<double> TemperaturesC => _temperaturesC;

    /// <summary>Simulated time, seconds.</summary>
    public double TimeS { get; private set; }

    /// <summary>The worst outcome.</summary>
    public IterationStatus Status { get; private set; }

    /// <summary>The largest relative residual of any solution.</summary>
    public double Residual { get; private set; }

    /// <summary>Iterations of all solutions.</summary>
    public long Iterations { get; private set; }

    /// <summary>Time of the clock that solving took, without setting up.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Account of a steady state.</summary>
    public PackageBalance Balance { get; private set; }

    /// <summary>Heat released by the blocks, joules, in a transient.</summary>
    public double ReleasedJ { get; private set; }

    /// <summary>Heat that left through films and coolant, joules, in a transient of backward Euler steps.</summary>
    public double LeftJ { get; private set; }

    /// <summary>Heat stored since the start, joules.</summary>
    public double StoredJ { get; private set; }

    /// <summary>Power of the blocks at the end, watts.</summary>
    public double PowerW => _powersW.Sum();

    /// <summary>Cuts a package into cells; refuses what does not fit into memory before anything is allocated.</summary>
    /// <param name="package">The package, without problems.</param>
    /// <param name="settings">What is asked for.</param>
    /// <param name="problems">Receives that the grid is too fine.</param>
    /// <param name="isReduced">Whether it is to be reduced, which takes many times more memory.</param>
    /// <returns>Null when it is.</returns>
    public static PackageRun? Prepare(PackageFolderResult package, PackageSettings settings, ProblemReport problems, bool isReduced = false)
    {
        PackageModel model = package.Model!;
        double rows = settings.CellsAlongX * model.HeightM / model.WidthM;
        if (rows > MostRows)
        {
            problems.Add("--grid", string.Create(CultureInfo.InvariantCulture, $"{settings.CellsAlongX} square cells along x are {rows:G3} along y; at most {MostRows} are taken."));
            return null;
        }

        PackageGrid grid = PackageGrid.Uniform(model, settings.CellsAlongX);
        double cells = (double)grid.Columns * grid.Rows * (model.Layers.Count + 1);
        double bytes = isReduced ? PackageReduction.EstimateBytes(model, grid) : PackageSystem.EstimateBytes(model, grid) + (cells * VectorsOfTransient * sizeof(double));
        double allowed = ShareOfMemory * GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes <= allowed && cells < Array.MaxLength / 2)
        {
            return new PackageRun(package, settings, new PackageSystem(model, grid));
        }

        problems.Add("--grid", string.Create(
            CultureInfo.InvariantCulture, $"{grid.Columns} x {grid.Rows} x {model.Layers.Count} cells take about {bytes / 1e6:F0} MB; {allowed / 1e6:F0} MB are to be had. Take fewer cells."));
        return null;
    }

    /// <summary>Solves.</summary>
    /// <param name="observe">Called after each step, and after the steady state.</param>
    /// <param name="isInterrupted">Asked before each step.</param>
    public void Go(Action observe, Func<bool> isInterrupted)
    {
        if (Settings.Case == PackageCase.Steady)
        {
            GoSteady();
            observe();
            return;
        }

        var transient = new PackageTransient(System, Settings.StepS, Settings.Method);
        transient.TemperaturesC.CopyTo(_temperaturesC);
        double before = System.StoredEnergyJ(_temperaturesC);
        for (long step = 0; step < Settings.Steps && !isInterrupted() && Status != IterationStatus.NotFinite; step++)
        {
            // The mean over the step, which is the row's own power where steps follow the rows.
            _trace?.Mean(step * Settings.StepS, (step + 1) * Settings.StepS, _powersW);
            long started = Stopwatch.GetTimestamp();
            SolveReport report = transient.Step(_powersW, _filmsC, _inletC);
            Elapsed += Stopwatch.GetElapsedTime(started);
            transient.TemperaturesC.CopyTo(_temperaturesC);
            Note(report.Status, report.Residual, report.Iterations);
            TimeS = (step + 1) * Settings.StepS;
            ReleasedJ += PowerW * Settings.StepS;
            LeftJ += (System.CarriedOffW(_temperaturesC, _inletC) - Enumerable.Range(0, _filmsC.Length).Sum(film => System.FilmHeatW(film, _filmsC[film], _temperaturesC))) * Settings.StepS;
            observe();
        }

        StoredJ = System.StoredEnergyJ(_temperaturesC) - before;
    }

    private void GoSteady()
    {
        long started = Stopwatch.GetTimestamp();
        Balance = new PackageSolver(System).SolveSteady(_powersW, _filmsC, _inletC, _temperaturesC);
        Elapsed = Stopwatch.GetElapsedTime(started);
        Note(Balance.Status, Balance.Residual, Balance.Iterations);
    }

    private void Note(IterationStatus status, double residual, int iterations)
    {
        Status = status > Status ? status : Status;
        Residual = Math.Max(Residual, residual);
        Iterations += iterations;
    }
}
