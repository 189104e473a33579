using Twin.Physics.LinearAlgebra;

namespace Twin.Physics.Thermal.Packages;

/// <summary>The numbers of the error estimate of a reduced package.</summary>
/// <remarks>
/// A step of input p by du leaves an error in output o that dies away: e_op(t) du, known from the rich model. Per port a few leaky sums of its changes, s_pk, and of their
/// squares, r_pk, with time constants tau_k, remember what changed and how long ago; coefficients c_opk >= 0 are fitted so that sum_k c_opk e^(-2 t / tau_k)
/// follows the later envelope of e_op^2. Errors of different ports have unrelated signs, so their squares add up: E_o^2 = sum c_opk max(s_pk^2, r_pk). The first of the
/// two sees a ramp as a ramp, the second does not let a change back and forth cancel where the errors it leaves do not.
/// </remarks>
internal sealed class PackageErrorModel
{
    private const double FirstTimeS = 0.001;
    private const double LastTimeS = 100;
    private const double TimeRatio = 1.4;
    private const int FitSweeps = 300;

    /// <summary>Steady states are exact to the tolerance of the solver.</summary>
    private const double FloorK = 1e-6;

    // What the factor leaves uncovered in training, and how much more is put on top for what training has not seen and for the error of the rich model itself.
    private const double TrainingShare = 0.001;
    private const double Margin = 1.15;

    private static readonly double[] s_timesS = [0.0006, 0.002, 0.006, 0.02, 0.08, 0.4, 4];

    private PackageErrorModel(double[] gains, double[] floorsK) => (TimesS, Gains, FloorsK) = (s_timesS, gains, floorsK);

    /// <summary>Time constants of the leaky sums, seconds.</summary>
    public double[] TimesS { get; }

    /// <summary>Outputs x (ports x times), K^2 per squared sum.</summary>
    public double[] Gains { get; }

    /// <summary>Per output what is added to the root, K.</summary>
    public double[] FloorsK { get; }

    /// <summary>Fits and calibrates.</summary>
    /// <param name="rich">Diagonal.</param>
    /// <param name="reduced">Diagonal.</param>
    /// <param name="images">Images of the blocks in the reduced model.</param>
    /// <param name="training">Traces of both.</param>
    /// <param name="imageToleranceK">What the images may miss.</param>
    public static PackageErrorModel Fit(PackageProjection rich, PackageProjection reduced, PackageImages images, PackageTraining training, double imageToleranceK)
    {
        int blocks = rich.BlockCount;
        double[] gains = FitSteps(rich, reduced);
        double[] floors = new double[(2 * blocks) + rich.ProbeCount];
        for (int output = 0; output < floors.Length; output++)
        {
            floors[output] = FloorK + (output >= blocks && output < 2 * blocks ? imageToleranceK : 0);
        }

        Calibrate(training, new(reduced.Modes(images), string.Empty), new(rich.Modes(), string.Empty), gains, floors, rich.PortCount);
        return new(gains, floors);
    }

    private static double[] FitSteps(PackageProjection rich, PackageProjection reduced)
    {
        List<double> times = [];
        for (double time = FirstTimeS; time < LastTimeS; time *= TimeRatio)
        {
            times.Add(time);
        }

        int ports = rich.PortCount;
        int outputs = (2 * rich.BlockCount) + rich.ProbeCount;
        double[] gains = new double[outputs * ports * s_timesS.Length];
        double[] squares = new double[outputs];
        double[][] envelopes = new double[outputs][];
        for (int port = 0; port < ports; port++)
        {
            for (int output = 0; output < outputs; output++)
            {
                envelopes[output] = new double[times.Count];
            }

            for (int j = 0; j < times.Count; j++)
            {
                Squares(rich, reduced, Transient(reduced, port, times[j]), Transient(rich, port, times[j]), squares);
                for (int output = 0; output < outputs; output++)
                {
                    envelopes[output][j] = squares[output];
                }
            }

            for (int output = 0; output < outputs; output++)
            {
                FitEnvelope(times, envelopes[output], gains.AsSpan(((output * ports) + port) * s_timesS.Length, s_timesS.Length));
            }
        }

        return gains;
    }

    /// <summary>What is left to settle after a step; the conserved heat of a package without faces is the same in both models and left out.</summary>
    private static double[] Transient(PackageProjection package, int port, double timeS)
    {
        ReadOnlySpan<double> input = package.Port(port);
        double[] left = new double[package.Order];
        for (int i = 0; i < left.Length; i++)
        {
            double rate = package.Rate(i);
            left[i] = package.IsSettling(i) ? input[i] / rate * Math.Exp(-rate * timeS) : 0;
        }

        return left;
    }

    /// <summary>Squared error of each output: averages, maxima (the worst of a block's cells), probes.</summary>
    private static void Squares(PackageProjection rich, PackageProjection reduced, double[] near, double[] exact, double[] squares)
    {
        int blocks = rich.BlockCount;
        for (int block = 0; block < blocks; block++)
        {
            squares[block] = Square(rich.Sources, exact, reduced.Sources, near, block);
            ReadOnlySpan<double> richRows = rich.BlockRows(block);
            ReadOnlySpan<double> rows = reduced.BlockRows(block);
            double worst = 0;
            for (int cell = 0; cell < rich.BlockCells(block); cell++)
            {
                worst = Math.Max(worst, Square(richRows, exact, rows, near, cell));
            }

            squares[blocks + block] = worst;
        }

        for (int probe = 0; probe < rich.ProbeCount; probe++)
        {
            squares[(2 * blocks) + probe] = Square(rich.Probes, exact, reduced.Probes, near, probe);
        }
    }

    private static double Square(ReadOnlySpan<double> richRows, ReadOnlySpan<double> exact, ReadOnlySpan<double> rows, ReadOnlySpan<double> near, int row)
    {
        double error = VectorKernels.Dot(richRows.Slice(row * exact.Length, exact.Length), exact) - VectorKernels.Dot(rows.Slice(row * near.Length, near.Length), near);
        return error * error;
    }

    /// <summary>Non-negative least squares of the relative misfit, one coefficient after the other; the misfit is convex, so the sweeps descend to its minimum.</summary>
    private static void FitEnvelope(List<double> times, double[] squares, Span<double> gains)
    {
        for (int j = squares.Length - 2; j >= 0; j--)
        {
            squares[j] = Math.Max(squares[j], squares[j + 1]);
        }

        double largest = squares[0];
        if (!(largest > 0))
        {
            return;
        }

        int count = gains.Length;
        double[] shapes = new double[count * squares.Length];
        double[] left = new double[squares.Length];
        for (int j = 0; j < squares.Length; j++)
        {
            // What is a thousandth of the largest error need not be followed.
            double weight = 1 / Math.Max(squares[j], 1e-6 * largest);
            left[j] = squares[j] * weight;
            for (int k = 0; k < count; k++)
            {
                shapes[(k * squares.Length) + j] = Math.Exp(-2 * times[j] / s_timesS[k]) * weight;
            }
        }

        for (int sweep = 0; sweep < FitSweeps; sweep++)
        {
            for (int k = 0; k < count; k++)
            {
                ReadOnlySpan<double> shape = shapes.AsSpan(k * squares.Length, squares.Length);
                double norm = VectorKernels.Dot(shape, shape);
                double change = Math.Max(VectorKernels.Dot(shape, left) / norm, -gains[k]);
                gains[k] += change;
                VectorKernels.AddScaled(-change, shape, left);
            }
        }
    }

    /// <summary>Scales the gains of each output so that all but a small share of the training samples are covered.</summary>
    private static void Calibrate(PackageTraining training, ReducedPackage reduced, ReducedPackage rich, double[] gains, double[] floors, int ports)
    {
        int blocks = reduced.BlockCount;
        int outputs = floors.Length;
        int sums = ports * s_timesS.Length;
        PackedMatrix matrix = new(outputs, sums, gains);
        List<double>[] ratios = new List<double>[outputs];
        for (int output = 0; output < outputs; output++)
        {
            ratios[output] = [];
        }

        double[] state = new double[StateCount(ports, s_timesS.Length)];
        double[] squared = new double[sums];
        double[] estimate = new double[outputs];
        double[] near = new double[outputs];
        double[] exact = new double[outputs];
        foreach (PackageTraining.Sample sample in training.Samples)
        {
            if (sample.IsStart)
            {
                Array.Clear(state);
                sample.Inputs.CopyTo(state, 2 * sums);
                continue;
            }

            Advance(state, sample.Inputs, Decays(sample.StepS, s_timesS));
            Squares(state, squared);
            matrix.Multiply(squared, estimate);
            Read(reduced, sample.Reduced, near);
            Read(rich, sample.Rich, exact);
            sample.MaximaC.CopyTo(exact, blocks);
            for (int output = 0; output < outputs; output++)
            {
                double beyond = Math.Abs(near[output] - exact[output]) - floors[output];
                ratios[output].Add(beyond > 0 && estimate[output] > 0 ? beyond / Math.Sqrt(estimate[output]) : 0);
            }
        }

        for (int output = 0; output < outputs; output++)
        {
            ratios[output].Sort();
            double factor = Margin * ratios[output][(int)((1 - TrainingShare) * (ratios[output].Count - 1))];
            foreach (ref double gain in gains.AsSpan(output * sums, sums))
            {
                gain *= factor * factor;
            }
        }
    }

    /// <summary>How much of each leaky sum is left after a step.</summary>
    public static double[] Decays(double stepS, IReadOnlyList<double> timesS) => [.. timesS.Select(time => Math.Exp(-stepS / time))];

    /// <summary>Number of doubles to be remembered.</summary>
    public static int StateCount(int ports, int times) => ports * ((2 * times) + 1);

    /// <summary>Leaky sums of port p and time k at p x times + k, then those of squared changes, then the last inputs.</summary>
    public static void Advance(Span<double> state, ReadOnlySpan<double> inputs, ReadOnlySpan<double> decays)
    {
        int sums = inputs.Length * decays.Length;
        for (int port = 0; port < inputs.Length; port++)
        {
            ref double last = ref state[(2 * sums) + port];
            double change = inputs[port] - last;
            last = inputs[port];
            double square = change * change;
            for (int k = 0; k < decays.Length; k++)
            {
                int place = (port * decays.Length) + k;
                state[place] = (state[place] + change) * decays[k];
                state[sums + place] = (state[sums + place] + square) * decays[k] * decays[k];
            }
        }
    }

    /// <summary>The larger of the squared sum and of the sum of squares, per port and time.</summary>
    public static void Squares(ReadOnlySpan<double> state, Span<double> squares)
    {
        for (int i = 0; i < squares.Length; i++)
        {
            squares[i] = Math.Max(state[i] * state[i], state[squares.Length + i]);
        }
    }

    private static void Read(ReducedPackage package, double[] state, double[] outputs)
    {
        package.BlockAverages(state, outputs.AsSpan(0, package.BlockCount));
        package.BlockMaxima(state, outputs.AsSpan(package.BlockCount, package.BlockCount));
        package.ProbeTemperatures(state, outputs.AsSpan(2 * package.BlockCount));
    }
}
