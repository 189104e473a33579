using Twin.Physics.Thermal.Packages;

namespace Twin.Physics.Tests.Thermal.Packages;

/// <summary>The full model in time to fourth order, as the exact solution that a reduced model is held against.</summary>
/// <remarks>Singly diagonally implicit Runge-Kutta method of five stages with gamma = 1/4, L-stable; Hairer and Wanner II, table IV.6.5.</remarks>
internal sealed class FineTransient
{
    private const int Stages = 5;
    private const double Gamma = 0.25;

    private static readonly double[][] Coefficients =
    [
        [],
        [1 / 2.0],
        [17 / 50.0, -1 / 25.0],
        [371 / 1360.0, -137 / 2720.0, 15 / 544.0],
        [25 / 24.0, -49 / 48.0, 125 / 16.0, -85 / 12.0],
    ];

    private static readonly double[] Parts = [0.02, 0.03, 0.05, 0.1, 0.2, 0.25, 0.35];

    private readonly PackageSystem _system;
    private readonly double _tolerance;
    private readonly double[] _stage;
    private readonly double[] _rightHandSide;
    private readonly double[][] _slopes;

    public FineTransient(PackageSystem system, double tolerance = 1e-9)
    {
        _system = system;
        _tolerance = tolerance;
        _stage = new double[system.CellCount];
        _rightHandSide = new double[system.CellCount];
        _slopes = [.. Enumerable.Range(0, Stages).Select(_ => new double[system.CellCount])];
        TemperaturesC = new double[system.CellCount];
        HeatW = new double[system.CellCount];
    }

    /// <summary>Of all cells; set by whoever starts.</summary>
    public double[] TemperaturesC { get; }

    /// <summary>Into all cells: powers and films at their temperatures. To be set anew after each change.</summary>
    public double[] HeatW { get; }

    /// <summary>Parts of a step after a change of heat: short ones first, so that what is fast is followed while it dies away.</summary>
    public static double[] Graded(double stepS) => [.. Parts.Select(part => part * stepS)];

    /// <summary>Takes steps of the given lengths.</summary>
    public void Advance(params ReadOnlySpan<double> stepsS)
    {
        foreach (double stepS in stepsS)
        {
            Step(stepS);
        }
    }

    private void Step(double stepS)
    {
        for (int stage = 0; stage < Stages; stage++)
        {
            TemperaturesC.CopyTo(_stage, 0);
            for (int earlier = 0; earlier < stage; earlier++)
            {
                double weight = stepS * Coefficients[stage][earlier];
                for (int i = 0; i < _stage.Length; i++)
                {
                    _stage[i] += weight * _slopes[earlier][i];
                }
            }

            _system.Apply(0, _stage, _stage);
            for (int i = 0; i < _stage.Length; i++)
            {
                _rightHandSide[i] = (HeatW[i] - _stage[i]) / (Gamma * stepS);
            }

            if (_system.Solve(1 / (Gamma * stepS), _rightHandSide, _slopes[stage], _tolerance).Status != IterationStatus.Converged)
            {
                throw new InvalidOperationException("A stage of the full model did not converge.");
            }
        }

        // The last row of the coefficients is the step itself.
        for (int stage = 0; stage < Stages; stage++)
        {
            double weight = stepS * (stage == Stages - 1 ? Gamma : Coefficients[Stages - 1][stage]);
            for (int i = 0; i < _stage.Length; i++)
            {
                TemperaturesC[i] += weight * _slopes[stage][i];
            }
        }
    }
}
