using Twin.Physics.LinearAlgebra;

namespace Twin.Physics.Thermal.Packages;

/// <summary>A package that is advanced in steps of one length.</summary>
/// <remarks>Powers, film and inlet temperatures are constant during a step; the temperatures after it are those of its end. The first guess of a step goes on in the direction of the
/// one before. Construction allocates, a step does not. One thread at a time, and alone with its system.</remarks>
public sealed class PackageTransient
{
    private static readonly double Gamma = 1 - Math.Sqrt(0.5);

    private readonly PackageSystem _system;
    private readonly PackageSolver _solver;
    private readonly PackageTimeMethod _method;
    private readonly double _tolerance;
    private readonly double _shift;
    private readonly double[] _temperaturesC;
    private readonly double[] _changeC;
    private readonly double[] _heldC;
    private readonly double[] _stageC;

    /// <summary>Prepares a transient that starts at the package's initial temperature.</summary>
    /// <param name="system">The package on its grid.</param>
    /// <param name="stepS">Length of a step, seconds, above zero.</param>
    /// <param name="method">How a step is done.</param>
    /// <param name="tolerance">On the relative residual of each solution. The default keeps the reference package's blocks within 1e-4 K of an exact solution of the steps.</param>
    public PackageTransient(PackageSystem system, double stepS, PackageTimeMethod method = PackageTimeMethod.BackwardEuler, double tolerance = 1e-8)
    {
        ArgumentNullException.ThrowIfNull(system);
        if (!(stepS > 0) || double.IsInfinity(stepS))
        {
            throw new ArgumentOutOfRangeException(nameof(stepS), stepS, "A step is above zero and finite.");
        }

        _system = system;
        _solver = new PackageSolver(system);
        StepS = stepS;
        _method = method;
        _tolerance = tolerance;
        _shift = method == PackageTimeMethod.BackwardEuler ? 1 / stepS : 1 / (Gamma * stepS);
        _temperaturesC = new double[system.CellCount];
        _changeC = new double[system.CellCount];
        _heldC = new double[system.CellCount];
        _stageC = method == PackageTimeMethod.BackwardEuler ? [] : new double[system.CellCount];
        Start(system.Model.InitialTemperatureC);
    }

    /// <summary>Length of a step, seconds.</summary>
    public double StepS { get; }

    /// <summary>Steps done since the last start.</summary>
    public long StepCount { get; private set; }

    /// <summary>Temperatures at the end of the last step, degrees Celsius, length <see cref="PackageSystem.CellCount"/>.</summary>
    public ReadOnlySpan<double> TemperaturesC => _temperaturesC;

    /// <summary>Starts anew from one temperature everywhere.</summary>
    /// <param name="temperatureC">Degrees Celsius.</param>
    public void Start(double temperatureC)
    {
        Array.Fill(_temperaturesC, temperatureC);
        Array.Clear(_changeC);
        StepCount = 0;
    }

    /// <summary>Starts anew from given temperatures.</summary>
    /// <param name="temperaturesC">Copied, length <see cref="PackageSystem.CellCount"/>.</param>
    public void Start(ReadOnlySpan<double> temperaturesC)
    {
        Require.Length(temperaturesC.Length, _temperaturesC.Length, nameof(temperaturesC));
        temperaturesC.CopyTo(_temperaturesC);
        Array.Clear(_changeC);
        StepCount = 0;
    }

    /// <summary>Advances by one step.</summary>
    /// <param name="powersW">Power of each block during the step, watts.</param>
    /// <param name="filmTemperaturesC">Temperature beyond each film during the step.</param>
    /// <param name="inletTemperatureC">Of the coolant; without meaning where there is none.</param>
    /// <returns>The outcome; iterations of all solutions of the step, and the larger residual. After <see cref="IterationStatus.NotFinite"/> the temperatures are those before the step.</returns>
    public SolveReport Step(ReadOnlySpan<double> powersW, ReadOnlySpan<double> filmTemperaturesC, double inletTemperatureC = 0)
    {
        SolveReport report = _method == PackageTimeMethod.BackwardEuler
            ? StepOnce(powersW, filmTemperaturesC, inletTemperatureC)
            : StepTwice(powersW, filmTemperaturesC, inletTemperatureC);
        if (report.Status == IterationStatus.NotFinite)
        {
            // The change goes too: it may be what was not finite.
            _heldC.CopyTo(_temperaturesC, 0);
            Array.Clear(_changeC);
            return report;
        }

        for (int i = 0; i < _temperaturesC.Length; i++)
        {
            _changeC[i] = _temperaturesC[i] - _heldC[i];
        }

        StepCount++;
        return report;
    }

    private SolveReport StepOnce(ReadOnlySpan<double> powersW, ReadOnlySpan<double> filmTemperaturesC, double inletTemperatureC)
    {
        for (int i = 0; i < _temperaturesC.Length; i++)
        {
            _heldC[i] = _temperaturesC[i];
            _temperaturesC[i] += _changeC[i];
        }

        return _solver.Settle(_shift, _heldC, powersW, filmTemperaturesC, inletTemperatureC, _temperaturesC, _tolerance, out _);
    }

    // With Y1 and Y2 the stages: s C (Y1 - T) = q - G Y1, and s C (Y2 - T - (1 - gamma) / gamma (Y1 - T)) = q - G Y2 with s = 1 / (gamma dt); Y2 is the new T.
    private SolveReport StepTwice(ReadOnlySpan<double> powersW, ReadOnlySpan<double> filmTemperaturesC, double inletTemperatureC)
    {
        for (int i = 0; i < _temperaturesC.Length; i++)
        {
            _heldC[i] = _temperaturesC[i];
            _stageC[i] = _temperaturesC[i] + (Gamma * _changeC[i]);
        }

        SolveReport first = _solver.Settle(_shift, _heldC, powersW, filmTemperaturesC, inletTemperatureC, _stageC, _tolerance, out _);
        if (first.Status == IterationStatus.NotFinite)
        {
            return first;
        }

        double onward = (1 - Gamma) / Gamma;
        for (int i = 0; i < _temperaturesC.Length; i++)
        {
            double change = _stageC[i] - _heldC[i];
            _stageC[i] = _heldC[i] + (onward * change);
            _temperaturesC[i] = _heldC[i] + (change / Gamma);
        }

        SolveReport second = _solver.Settle(_shift, _stageC, powersW, filmTemperaturesC, inletTemperatureC, _temperaturesC, _tolerance, out _);
        return new SolveReport(
            first.Status > second.Status ? first.Status : second.Status, first.Iterations + second.Iterations, Math.Max(first.Residual, second.Residual));
    }
}
