using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Twin.Physics.LinearAlgebra;
using Twin.Physics.Random;
using Twin.Physics.Tests.Thermal.Packages;
using Twin.Physics.Thermal.Packages;

namespace Twin.Benchmarks;

/// <summary>The reduced model of the reference package at 100 x 100 cells: time to make, to load and to step, and its errors over random traces.</summary>
/// <remarks>What is exact is the full model, exact in time: its response to a step of each port, computed once to fourth order, put together for each trace. The model is
/// linear, so that is the full model's own answer. The number of traces is 1,000, or what the environment variable TWIN_THERMAL_TRACES says.</remarks>
internal static class PackageReductionBench
{
    private const string Name = "thermal";
    private const int Grid = 100;
    private const double StepS = 0.01;
    private const int TraceSteps = 30;
    private const int FullRun = 1000;
    private const ulong Seed = 2024;
    private const int TimingRuns = 30;
    private const int TimingSteps = 4000;

    // Steps after a change that end at 1 ms; then those to 2, 3, ... 10 ms; then to 20, 30, ... ms.
    private static readonly double[] FirstS = [4e-6, 4e-6, 8e-6, 16e-6, 32e-6, 64e-6, 64e-6, 64e-6, 128e-6, 128e-6, 128e-6, 128e-6, 116e-6, 116e-6];
    private static readonly int[] Milliseconds = [3, 3, 2, 2, 2, 1, 1, 1, 1];
    private static readonly int[] PartsOfSteps = [4, 2, 2];

    /// <summary>Prints the figures.</summary>
    public static Task Run()
    {
        PackageModel model = WithProbes(ReferencePackage.Read());
        PackageGrid grid = PackageGrid.Uniform(model, Grid);
        PackageSystem system = new(model, grid);
        long started = Stopwatch.GetTimestamp();
        ReducedPackage package = PackageReduction.Build(system);
        Figure.Print(Name, "reduce100_s", Stopwatch.GetElapsedTime(started).TotalSeconds, "s");
        Figure.Print(Name, "reduced_order", package.Order, "1");

        using MemoryStream file = new();
        package.Save(file);
        file.Position = 0;
        started = Stopwatch.GetTimestamp();
        Require(ReducedPackage.TryLoad(file, PackageFingerprint.Of(model, grid), out ReducedPackage? loaded, out string reason), reason);
        Figure.Print(Name, "reduce_cached_s", Stopwatch.GetElapsedTime(started).TotalSeconds, "s");
        Figure.Print(Name, "reduced_file_mb", file.Length / 1e6, "MBy");

        Speed(loaded!);
        Accuracy(model, system, loaded!);
        return Task.CompletedTask;
    }

    /// <summary>A ring in two engines, and a sensor in the middle of the switch.</summary>
    private static PackageModel WithProbes(PackageModel model)
    {
        int active = model.Blocks[0].Layer;
        return model with
        {
            Probes = [new("ring0", active, 30e-3, 58.5e-3), new("ring2", active, 58.5e-3, 43e-3), new("sensor", active, 37.2e-3, 37.5e-3)],
        };
    }

    private static void Speed(ReducedPackage package)
    {
        PackagePropagator propagator = package.Propagator(StepS);
        double[] heatW = new double[package.SourceCount];
        Array.Fill(heatW, 10);
        double[] facesC = new double[package.FaceCount];
        Array.Fill(facesC, 40);
        double[] state = new double[package.Order];
        double[] averages = new double[package.BlockCount];
        double[] maxima = new double[package.BlockCount];
        double[] history = new double[propagator.PortCount];
        double[] estimator = new double[package.EstimatorStateCount];
        double[] errors = new double[package.EstimateCount];
        Measure("reduced_step", () =>
        {
            propagator.Advance(state, heatW, facesC);
            package.BlockAverages(state, averages);
        });

        // The ports with a cold plate on each face whose film has just changed: the small matrix is put together and factorised in every step.
        int n = propagator.PortCount;
        double[] matrix = new double[n * n];
        int[] pivots = new int[n];
        double[] ports = new double[n];
        double film = 40;
        Measure("reduced_change", () =>
        {
            film = film > 60 ? 40 : film + 0.01;
            propagator.Admittance.CopyTo(matrix);
            propagator.History(state, ports);
            for (int port = 0; port < n; port++)
            {
                bool isFace = port >= package.SourceCount;
                matrix[(port * n) + port] += isFace ? film : 0;
                ports[port] += isFace ? film * 30 : heatW[port];
            }

            _ = DenseLu.Factorize(matrix, pivots);
            DenseLu.Solve(matrix, pivots, ports);
            propagator.Advance(state, heatW, ports.AsSpan(package.SourceCount));
            package.BlockAverages(state, averages);
        });
        Measure("reduced_history", () => propagator.History(state, history));
        Measure("reduced_maxima", () => package.BlockMaxima(state, maxima));
        Measure("reduced_estimate", () =>
        {
            propagator.AdvanceEstimate(estimator, heatW, facesC);
            package.Estimate(estimator, errors);
        });
    }

    /// <summary>Prints the least mean time of many runs, and the bytes of one.</summary>
    private static void Measure(string metric, Action step)
    {
        double best = double.PositiveInfinity;
        long bytes = 0;
        for (int run = 0; run < TimingRuns; run++)
        {
            bytes = GC.GetAllocatedBytesForCurrentThread();
            long started = Stopwatch.GetTimestamp();
            for (int i = 0; i < TimingSteps; i++)
            {
                step();
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMicroseconds / TimingSteps);
            bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        }

        Figure.Print(Name, metric + "_us", best, "us");
        Figure.Print(Name, metric + "_bytes", bytes, "By");
    }

    private static void Accuracy(PackageModel model, PackageSystem system, ReducedPackage package)
    {
        int traces = int.TryParse(Environment.GetEnvironmentVariable("TWIN_THERMAL_TRACES"), NumberStyles.None, CultureInfo.InvariantCulture, out int given) && given > 0 ? given : FullRun;
        Responses exact = Responses.Of(system);
        Comparison comparison = new(model, system, package, exact);
        double[][] referenceW = ReferencePackage.TraceW(model);
        double[] filmsC = [.. model.Films.Select(film => film.TemperatureC)];
        double[] nominalW = [.. model.Blocks.Select(block => block.NominalPowerW)];

        // T1 from rest, T2 from rest, and the random traces.
        double[] rest = [.. nominalW.Select(_ => 0.0), .. filmsC.Select(_ => model.InitialTemperatureC)];
        comparison.Take(rest, [.. Enumerable.Range(0, TraceSteps).Select(_ => (double[])[.. nominalW, .. filmsC])]);
        comparison.Take(rest, [.. referenceW.Take(TraceSteps).Select(row => (double[])[.. row, .. filmsC])]);
        comparison.Print("reference_");
        comparison = new(model, system, package, exact);
        ulong draws = 0;
        for (int trace = 0; trace < traces; trace++)
        {
            (double[] start, double[][] inputs) = Trace(nominalW, filmsC.Length, ref draws);
            comparison.Take(start, inputs);
        }

        Figure.Print(Name, "reduced_traces", traces, "1");
        comparison.Print(string.Empty);
        Slopes(model, system, package, exact);
    }

    /// <summary>Steady at random powers (one in five: off) and films; then powers jump now and then anywhere up to one and a half times the nominal ones, films between 20 and 60 degC.</summary>
    private static (double[] Start, double[][] Inputs) Trace(double[] nominalW, int films, ref ulong draws)
    {
        double Draw(ref ulong counter) => CounterRandom.Uniform(Seed, 0, counter++);
        bool isOff = Draw(ref draws) < 0.2;
        double[] now = new double[nominalW.Length + films];
        for (int port = 0; port < now.Length; port++)
        {
            double draw = Draw(ref draws);
            now[port] = port >= nominalW.Length ? 20 + (40 * draw) : isOff ? 0 : 1.5 * nominalW[port] * draw;
        }

        double[] start = [.. now];
        double[][] inputs = new double[TraceSteps][];
        for (int step = 0; step < TraceSteps; step++)
        {
            for (int port = 0; port < now.Length; port++)
            {
                bool isFilm = port >= nominalW.Length;
                if (Draw(ref draws) < (isFilm ? 0.05 : 0.3) || (isOff && step == 0 && !isFilm))
                {
                    now[port] = isFilm ? 20 + (40 * Draw(ref draws)) : 1.5 * nominalW[port] * Draw(ref draws);
                }
            }

            inputs[step] = [.. now];
        }

        return (start, inputs);
    }

    /// <summary>The switch from 60 to 100 % within a millisecond, the engines at their nominal powers: rise of each probe in each of the first ten milliseconds.</summary>
    private static void Slopes(PackageModel model, PackageSystem system, ReducedPackage package, Responses exact)
    {
        double[] before = [.. model.Blocks.Select(block => block.NominalPowerW * (block.Name.StartsWith("OE", StringComparison.Ordinal) ? 1 : 0.6)), .. model.Films.Select(film => film.TemperatureC)];
        double[] after = [.. model.Blocks.Select(block => block.NominalPowerW), .. model.Films.Select(film => film.TemperatureC)];
        int sources = package.SourceCount;
        double[] state = new double[package.Order];
        _ = package.TrySetSteady(state, before.AsSpan(0, sources), before.AsSpan(sources));
        PackagePropagator propagator = package.Propagator(0.001);
        double[] probes = new double[package.ProbeCount];
        double[] start = new double[package.ProbeCount];
        package.ProbeTemperatures(state, start);

        // The sensor alone lies in what changes; heat has not reached the engines after 10 ms.
        int sensor = package.ProbeCount - 1;
        int output = exact.OutputCount - 1;
        double worst = 0;
        double reduced = 0;
        double full = 0;
        for (int step = 0; step < Milliseconds.Length + 1; step++)
        {
            propagator.Advance(state, after.AsSpan(0, sources), after.AsSpan(sources));
            package.ProbeTemperatures(state, probes);
            double rise = 0;
            for (int port = 0; port < sources; port++)
            {
                rise += (after[port] - before[port]) * exact.Fast(port, step)[output];
            }

            worst = Math.Max(worst, Math.Abs(((probes[sensor] - start[sensor] - reduced) / (rise - full)) - 1));
            (reduced, full) = (probes[sensor] - start[sensor], rise);
        }

        Figure.Print(Name, "reduced_slope_percent", 100 * worst, "%");
    }

    private static void Require(bool isRight, string reason)
    {
        if (!isRight)
        {
            throw new InvalidOperationException(reason);
        }
    }

    /// <summary>Full model's response of every block cell and probe to a step of each port by one.</summary>
    private sealed class Responses
    {
        private readonly double[][] _steady;
        private readonly double[][] _steps;
        private readonly double[][] _fast;

        private Responses(int ports, int outputs)
        {
            OutputCount = outputs;
            _steady = new double[ports][];
            _steps = new double[ports][];
            _fast = new double[ports][];
        }

        public int OutputCount { get; }

        public ReadOnlySpan<double> Steady(int port) => _steady[port];

        /// <summary>At the end of a step of 10 ms.</summary>
        public ReadOnlySpan<double> Slow(int port, int step) => _steps[port].AsSpan(step * OutputCount, OutputCount);

        /// <summary>At the end of a millisecond.</summary>
        public ReadOnlySpan<double> Fast(int port, int step) => _fast[port].AsSpan(step * OutputCount, OutputCount);

        public static Responses Of(PackageSystem system)
        {
            int blocks = system.Model.Blocks.Count;
            List<int> cells = [];
            for (int block = 0; block < blocks; block++)
            {
                cells.AddRange(system.BlockCells(block));
            }

            cells.AddRange(Enumerable.Range(0, system.Model.Probes.Count).Select(system.ProbeCell));
            Responses responses = new(blocks + system.Model.Films.Count, cells.Count);
            FineTransient transient = new(system);
            for (int port = 0; port < responses._steady.Length; port++)
            {
                if (port < blocks)
                {
                    system.Spread(port, transient.HeatW);
                }
                else
                {
                    system.FilmConductances(port - blocks, transient.HeatW);
                }

                Array.Clear(transient.TemperaturesC);
                Require(system.Solve(0, transient.HeatW, transient.TemperaturesC, 1e-11).Status == IterationStatus.Converged, "A steady response did not converge.");
                responses._steady[port] = [.. cells.Select(cell => transient.TemperaturesC[cell])];

                Array.Clear(transient.TemperaturesC);
                List<double> fast = [];
                List<double> slow = [];
                transient.Advance(FirstS);
                fast.AddRange(cells.Select(cell => transient.TemperaturesC[cell]));
                foreach (int parts in Milliseconds)
                {
                    transient.Advance([.. Enumerable.Repeat(0.001 / parts, parts)]);
                    fast.AddRange(cells.Select(cell => transient.TemperaturesC[cell]));
                }

                slow.AddRange(fast.TakeLast(cells.Count));
                for (int step = 1; step < TraceSteps; step++)
                {
                    int parts = step <= PartsOfSteps.Length ? PartsOfSteps[step - 1] : 1;
                    transient.Advance([.. Enumerable.Repeat(StepS / parts, parts)]);
                    slow.AddRange(cells.Select(cell => transient.TemperaturesC[cell]));
                }

                responses._fast[port] = [.. fast];
                responses._steps[port] = [.. slow];
            }

            return responses;
        }
    }

    /// <summary>Errors and estimates of block averages, block maxima and probes, collected over traces.</summary>
    private sealed class Comparison(PackageModel model, PackageSystem system, ReducedPackage package, Responses exact)
    {
        private static readonly string[] Kinds = ["average", "maximum", "probe"];

        private readonly double[] _worst = new double[3];
        private readonly long[] _uncovered = new long[3];
        private readonly List<float>[] _ratios = [[], [], []];
        private readonly PackagePropagator _propagator = package.Propagator(StepS);
        private readonly double[] _state = new double[package.Order];
        private readonly double[] _estimator = new double[package.EstimatorStateCount];
        private readonly double[] _errors = new double[package.EstimateCount];
        private readonly double[] _reduced = new double[package.EstimateCount];
        private readonly double[] _full = new double[package.EstimateCount];
        private double _worstSteady;

        public void Take(double[] start, double[][] inputs)
        {
            int sources = package.SourceCount;
            _ = package.TrySetSteady(_state, start.AsSpan(0, sources), start.AsSpan(sources));
            package.StartEstimate(_estimator, start.AsSpan(0, sources), start.AsSpan(sources));
            double[] steady = new double[exact.OutputCount];
            for (int port = 0; port < start.Length; port++)
            {
                Add(start[port], exact.Steady(port), steady);
            }

            Read(steady);
            for (int output = 0; output < _full.Length; output++)
            {
                _worstSteady = Math.Max(_worstSteady, Math.Abs(_full[output] - _reduced[output]));
            }

            for (int step = 0; step < inputs.Length; step++)
            {
                _propagator.Advance(_state, inputs[step].AsSpan(0, sources), inputs[step].AsSpan(sources));
                _propagator.AdvanceEstimate(_estimator, inputs[step].AsSpan(0, sources), inputs[step].AsSpan(sources));
                package.Estimate(_estimator, _errors);
                double[] outputs = [.. steady];
                for (int earlier = 0; earlier <= step; earlier++)
                {
                    double[] before = earlier == 0 ? start : inputs[earlier - 1];
                    for (int port = 0; port < start.Length; port++)
                    {
                        double change = inputs[earlier][port] - before[port];
                        if (change != 0)
                        {
                            Add(change, exact.Slow(port, step - earlier), outputs);
                        }
                    }
                }

                Read(outputs);
                for (int output = 0; output < _full.Length; output++)
                {
                    int kind = Math.Min(2, output / package.BlockCount);
                    double error = Math.Abs(_full[output] - _reduced[output]);
                    _worst[kind] = Math.Max(_worst[kind], error);
                    _uncovered[kind] += error > _errors[output] ? 1 : 0;
                    _ratios[kind].Add((float)(_errors[output] / Math.Max(error, 1e-9)));
                }
            }
        }

        public void Print(string prefix)
        {
            Figure.Print(Name, $"reduced_{prefix}steady_error_k", _worstSteady, "K");
            for (int kind = 0; kind < Kinds.Length; kind++)
            {
                _ratios[kind].Sort();
                Figure.Print(Name, $"reduced_{prefix}{Kinds[kind]}_error_k", _worst[kind], "K");
                Figure.Print(Name, $"reduced_{prefix}{Kinds[kind]}_covered_percent", 100 - (100.0 * _uncovered[kind] / _ratios[kind].Count), "%");
                Figure.Print(Name, $"reduced_{prefix}{Kinds[kind]}_estimate_ratio", _ratios[kind][_ratios[kind].Count / 2], "1");
            }
        }

        /// <summary>Averages, maxima and probes of both models.</summary>
        private void Read(double[] outputs)
        {
            int blocks = package.BlockCount;
            package.BlockAverages(_state, _reduced.AsSpan(0, blocks));
            package.BlockMaxima(_state, _reduced.AsSpan(blocks, blocks));
            package.ProbeTemperatures(_state, _reduced.AsSpan(2 * blocks));
            int start = 0;
            for (int block = 0; block < blocks; block++)
            {
                ReadOnlySpan<double> shares = system.BlockShares(block);
                (_full[block], _full[blocks + block]) = (0, double.NegativeInfinity);
                for (int i = 0; i < shares.Length; i++)
                {
                    _full[block] += shares[i] * outputs[start + i];
                    _full[blocks + block] = Math.Max(_full[blocks + block], outputs[start + i]);
                }

                start += shares.Length;
            }

            outputs.AsSpan(start, model.Probes.Count).CopyTo(_full.AsSpan(2 * blocks));
        }

        private static void Add(double factor, ReadOnlySpan<double> x, double[] y)
        {
            ReadOnlySpan<Vector<double>> xs = MemoryMarshal.Cast<double, Vector<double>>(x);
            Span<Vector<double>> ys = MemoryMarshal.Cast<double, Vector<double>>(y.AsSpan());
            for (int i = 0; i < xs.Length; i++)
            {
                ys[i] += factor * xs[i];
            }

            for (int i = xs.Length * Vector<double>.Count; i < y.Length; i++)
            {
                y[i] += factor * x[i];
            }
        }
    }
}
