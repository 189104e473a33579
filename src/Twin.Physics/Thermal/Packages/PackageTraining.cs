using Twin.Physics.LinearAlgebra;
using Twin.Physics.Random;

namespace Twin.Physics.Thermal.Packages;

/// <summary>Random traces of the rich and of the reduced model side by side: which states occur, and how wrong the reduced model is.</summary>
/// <remarks>A trace starts steady at random powers, or uniform without any; then every source takes a new power now and then, and every face a new temperature.</remarks>
internal sealed class PackageTraining
{
    private const ulong Seed = 0x7477696E;
    private const int Traces = 150;
    private const int StepsPerTrace = 24;
    private const double SourceChangeShare = 0.3;
    private const double FaceChangeShare = 0.08;
    private const double UniformShare = 0.2;

    private const int SingleStates = 3000;
    private const double ShortestTimeS = 0.001;
    private const double LongestTimeS = 3;

    // Powers reach half as much again as the nominal ones.
    private const double LargestPower = 1.5;

    private static readonly double[] s_stepsS = [0.001, 0.01, 0.1];

    private readonly PackageProjection _rich;
    private readonly PackageProjection _reduced;
    private readonly double[] _scales;
    private readonly List<Sample> _samples = [];
    private readonly PackedMatrix _allCells;
    private readonly double[] _cells;
    private ulong _draws;

    /// <param name="rich">Diagonal.</param>
    /// <param name="reduced">Diagonal.</param>
    /// <param name="scales">Size of a usual change of each port.</param>
    public PackageTraining(PackageProjection rich, PackageProjection reduced, double[] scales)
    {
        _rich = rich;
        _reduced = reduced;
        _scales = scales;
        _cells = new double[rich.Cells.Length / rich.Order];
        _allCells = new(_cells.Length, rich.Order, rich.Cells);
        ReducedPackage[] packages = [new(rich.Modes(), string.Empty), new(reduced.Modes(), string.Empty)];
        foreach (double stepS in s_stepsS)
        {
            PackagePropagator[] propagators = [packages[0].Propagator(stepS), packages[1].Propagator(stepS)];
            for (int trace = 0; trace < Traces / s_stepsS.Length; trace++)
            {
                Run(packages, propagators);
            }
        }
    }

    /// <summary>The samples in order; each trace begins with the one that says so.</summary>
    public IReadOnlyList<Sample> Samples => _samples;

    /// <summary>Moments of the reduced model's states, order x order: the sum of z z' over all traces and over many more states between two steady ones, divided by their number.</summary>
    public double[] Moments()
    {
        int order = _reduced.Order;
        double[] moments = new double[order * order];
        double share = 1.0 / (_samples.Count + SingleStates);
        for (int i = 0; i < _samples.Count + SingleStates; i++)
        {
            double[] state = i < _samples.Count ? _samples[i].Reduced : BetweenSteadyStates();
            for (int k = 0; k < order; k++)
            {
                VectorKernels.AddScaled(share * state[k], state.AsSpan(0, order), moments.AsSpan(k * order, order));
            }
        }

        return moments;
    }

    /// <summary>The reduced model some time after its inputs changed from one random set to another, of which a random part is off.</summary>
    private double[] BetweenSteadyStates()
    {
        double[] state = new double[_reduced.Order];
        double[] before = new double[_reduced.Order];
        Drive(before);
        Drive(state);
        double timeS = ShortestTimeS * Math.Pow(LongestTimeS / ShortestTimeS, Draw());
        for (int i = 0; i < state.Length; i++)
        {
            double rate = _reduced.Rate(i);
            state[i] = _reduced.IsSettling(i) ? (state[i] + (Math.Exp(-rate * timeS) * (before[i] - state[i]))) / rate : 0;
        }

        return state;
    }

    private void Drive(double[] driven)
    {
        double share = Draw();
        for (int port = 0; port < _scales.Length; port++)
        {
            bool isFace = port >= _rich.SourceCount;
            if (isFace || Draw() < share)
            {
                VectorKernels.AddScaled((isFace ? 2 : LargestPower) * _scales[port] * Draw(), _reduced.Port(port), driven);
            }
        }
    }

    private void Run(ReducedPackage[] packages, PackagePropagator[] propagators)
    {
        double[] inputs = new double[_scales.Length];
        bool uniform = Draw() < UniformShare;
        for (int port = 0; port < inputs.Length; port++)
        {
            inputs[port] = port >= _rich.SourceCount ? 2 * _scales[port] * Draw() : uniform ? 0 : NewPower(port);
        }

        double[][] states = [new double[packages[0].Order], new double[packages[1].Order]];
        for (int i = 0; i < states.Length; i++)
        {
            if (uniform || !packages[i].TrySetSteady(states[i], inputs.AsSpan(0, _rich.SourceCount), inputs.AsSpan(_rich.SourceCount)))
            {
                Array.Clear(inputs);
                states[i].AsSpan().Clear();
            }
        }

        Keep(true, propagators[0].StepS, inputs, states);
        for (int step = 0; step < StepsPerTrace; step++)
        {
            for (int port = 0; port < inputs.Length; port++)
            {
                bool isFace = port >= _rich.SourceCount;
                if (Draw() < (isFace ? FaceChangeShare : SourceChangeShare) || (step == 0 && uniform))
                {
                    inputs[port] = isFace ? 2 * _scales[port] * Draw() : NewPower(port);
                }
            }

            for (int i = 0; i < states.Length; i++)
            {
                propagators[i].Advance(states[i], inputs.AsSpan(0, _rich.SourceCount), inputs.AsSpan(_rich.SourceCount));
            }

            Keep(false, propagators[0].StepS, inputs, states);
        }
    }

    /// <summary>Hottest cell of each block, in the rich model.</summary>
    private double[] Maxima(double[] state)
    {
        _allCells.Multiply(state.AsSpan(0, _rich.Order), _cells);
        double[] maxima = new double[_rich.BlockCount];
        int start = 0;
        for (int block = 0; block < maxima.Length; block++)
        {
            int count = _rich.BlockCells(block);
            maxima[block] = _cells[start];
            foreach (double cell in _cells.AsSpan(start, count))
            {
                maxima[block] = Math.Max(maxima[block], cell);
            }

            start += count;
        }

        return maxima;
    }

    private void Keep(bool isStart, double stepS, double[] inputs, double[][] states) =>
        _samples.Add(new(isStart, stepS, [.. inputs], [.. states[0]], [.. states[1]], Maxima(states[0])));

    /// <summary>A power between nothing and the largest one, and often nothing.</summary>
    private double NewPower(int port)
    {
        double draw = Draw();
        return draw < 0.1 ? 0 : LargestPower * _scales[port] * draw;
    }

    private double Draw() => CounterRandom.Uniform(Seed, 0, _draws++);

    /// <summary>One instant of a trace.</summary>
    /// <param name="IsStart">It is the state before the first step.</param>
    /// <param name="StepS">Length of the step that led here.</param>
    /// <param name="Inputs">Of that step, one per port.</param>
    /// <param name="Rich">State of the rich model.</param>
    /// <param name="Reduced">State of the reduced model.</param>
    /// <param name="MaximaC">Block maxima of the rich model.</param>
    internal sealed record Sample(bool IsStart, double StepS, double[] Inputs, double[] Rich, double[] Reduced, double[] MaximaC);
}
