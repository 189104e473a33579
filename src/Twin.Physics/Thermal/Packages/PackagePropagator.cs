using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Twin.Physics.LinearAlgebra;

namespace Twin.Physics.Thermal.Packages;

/// <summary>Steps of one length of a <see cref="ReducedPackage"/>, exact in time for heat and face temperatures that are constant over the step. Immutable.</summary>
/// <remarks>
/// <para>With x = lambda h per mode, phi_1 = (1 - e^-x) / x and phi_2 = (1 - phi_1) / x:
/// z(h) = e^-x z(0) + h phi_1 B u, and the mean of z over the step is phi_1 z(0) + h phi_2 B u; Hochbruck and Ostermann, Exponential integrators,
/// Acta Numerica 19 (2010), section 2.1.</para>
/// <para>A chassis network joins the package through its ports alone (the Schur complement of the package's modes). With y the temperature of each source at the end of
/// the step and Q the mean heat flow from each face into the package, [q; Q] = Admittance [y; T] - History. Put ports into the network as nodes without
/// capacity, solve, read q and T, then <see cref="Advance"/>: the package then holds exactly the heat that has flowed in.</para>
/// <para>Probes that take heat may share a cell, or fill a block: their heats are then not a function of the temperatures. Each such source takes its heat through a
/// contact that adds 1 mK for each kelvin by which the heat warms the cell; a point heated in a cell is hotter than the cell by far more. All other ports are exact.</para>
/// <para>The symmetric part of the admittance is positive semidefinite for every step length, so a network of passive elements around it always has one solution:
/// in terms of (q, T) its form is a sum over modes of 2 x 2 forms with determinant h^2 (phi_1^2 / x - (phi_1 - phi_2)^2 / 4), and
/// 0 &lt;= phi_1 - phi_2 &lt;= min(phi_1, 1 / x^2) makes that positive; what the modes leave of the faces' conductances is positive because the projection is a congruence.</para>
/// </remarks>
public sealed class PackagePropagator
{
    /// <summary>A source whose response is so nearly made up of those of sources before it that this share of it remains, is joined through a contact.</summary>
    private const double Dependent = 1e-6;

    /// <summary>Resistance of that contact, as a share of the cell's own response in one step: 1 mK for each kelvin by which the heat of a step warms the cell.</summary>
    private const double ContactShare = 1e-3;

    private readonly int _sources;
    private readonly double[] _decay;
    private readonly double[] _admittance;
    private readonly PackedMatrix _drive;
    private readonly PackedMatrix _history;
    private readonly double[] _estimateDecay;

    internal PackagePropagator(PackageModes modes, double stepS)
    {
        if (!(stepS > 0) || double.IsInfinity(stepS))
        {
            throw new ArgumentOutOfRangeException(nameof(stepS), stepS, "A step is longer than zero and finite.");
        }

        StepS = stepS;
        Order = modes.Order;
        _sources = modes.SourceCount;
        int faces = modes.FaceNames.Length;
        PortCount = _sources + faces;
        _decay = new double[Order];
        double[] endGain = new double[Order];
        double[] mean = new double[Order];
        double[] meanGain = new double[Order];
        for (int i = 0; i < Order; i++)
        {
            (_decay[i], mean[i], double second) = Phi(modes.RatesPerS[i] * stepS);
            endGain[i] = stepS * mean[i];
            meanGain[i] = stepS * second;
        }

        double[] drive = new double[Order * PortCount];
        for (int port = 0; port < PortCount; port++)
        {
            ReadOnlySpan<double> row = Row(modes, port);
            for (int i = 0; i < Order; i++)
            {
                drive[(i * PortCount) + port] = endGain[i] * row[i];
            }
        }

        _drive = new(Order, PortCount, drive);
        (_admittance, double[] history) = Ports(modes, endGain, mean, meanGain);
        _history = new(PortCount, Order, history);
        _estimateDecay = PackageErrorModel.Decays(stepS, modes.EstimateTimesS);
    }

    /// <summary>Length of a step, seconds.</summary>
    public double StepS { get; }

    /// <summary>Number of doubles of a state.</summary>
    public int Order { get; }

    /// <summary>Number of sources and faces together.</summary>
    public int PortCount { get; }

    /// <summary>PortCount x PortCount, row-major, W/K: heat into sources (first) and mean flow through faces (after them), per degree at the sources at the end of the step and at the faces.</summary>
    public ReadOnlySpan<double> Admittance => _admittance;

    /// <summary>What the state at the start of a step takes from the port heats: [q; Q] = Admittance [y; T] - history.</summary>
    /// <param name="state">Start of the step, length <see cref="Order"/>.</param>
    /// <param name="historyW">Overwritten, length <see cref="PortCount"/>, watts.</param>
    /// <remarks>Allocates nothing.</remarks>
    public void History(ReadOnlySpan<double> state, Span<double> historyW) => _history.Multiply(state, historyW);

    /// <summary>Heat into the package at its ports, [q; Q] = Admittance [y; T] - history.</summary>
    /// <param name="temperaturesC">Temperature of each source at the end of the step, then of each face; length <see cref="PortCount"/>, degrees Celsius.</param>
    /// <param name="historyW">What <see cref="History"/> gave for the start of the step.</param>
    /// <param name="heatW">Overwritten, length <see cref="PortCount"/>, watts.</param>
    /// <remarks>Allocates nothing.</remarks>
    public void PortHeat(ReadOnlySpan<double> temperaturesC, ReadOnlySpan<double> historyW, Span<double> heatW)
    {
        Require.Length(temperaturesC.Length, PortCount, nameof(temperaturesC));
        Require.Length(historyW.Length, PortCount, nameof(historyW));
        Require.Length(heatW.Length, PortCount, nameof(heatW));
        ReadOnlySpan<double> admittance = _admittance;
        for (int i = 0; i < heatW.Length; i++)
        {
            heatW[i] = VectorKernels.Dot(admittance.Slice(i * PortCount, PortCount), temperaturesC) - historyW[i];
        }
    }

    /// <summary>Takes one step.</summary>
    /// <param name="state">In: start of the step. Out: its end. Length <see cref="Order"/>.</param>
    /// <param name="sourceHeatW">Heat into each source, constant over the step, watts.</param>
    /// <param name="faceTemperaturesC">Temperature of each face, constant over the step, degrees Celsius.</param>
    /// <remarks>Allocates nothing. A value that is not finite surfaces in the state.</remarks>
    public void Advance(Span<double> state, ReadOnlySpan<double> sourceHeatW, ReadOnlySpan<double> faceTemperaturesC)
    {
        Require.Length(state.Length, Order, nameof(state));
        Require.Length(sourceHeatW.Length, _sources, nameof(sourceHeatW));
        Require.Length(faceTemperaturesC.Length, PortCount - _sources, nameof(faceTemperaturesC));
        Span<double> inputs = stackalloc double[PortCount];
        sourceHeatW.CopyTo(inputs);
        faceTemperaturesC.CopyTo(inputs[_sources..]);
        Span<double> driven = stackalloc double[Order];
        _drive.Multiply(inputs, driven);
        Span<Vector512<double>> states = MemoryMarshal.Cast<double, Vector512<double>>(state);
        ReadOnlySpan<Vector512<double>> decays = MemoryMarshal.Cast<double, Vector512<double>>(_decay);
        ReadOnlySpan<Vector512<double>> drives = MemoryMarshal.Cast<double, Vector512<double>>(driven);
        for (int i = 0; i < states.Length; i++)
        {
            states[i] = Vector512.FusedMultiplyAdd(states[i], decays[i], drives[i]);
        }
    }

    /// <summary>Takes note of the inputs of one step for the error estimate.</summary>
    /// <param name="estimatorState">In: before the step. Out: after it. Length <see cref="ReducedPackage.EstimatorStateCount"/>.</param>
    /// <param name="sourceHeatW">As given to <see cref="Advance"/>.</param>
    /// <param name="faceTemperaturesC">As given to <see cref="Advance"/>.</param>
    /// <remarks>Allocates nothing.</remarks>
    public void AdvanceEstimate(Span<double> estimatorState, ReadOnlySpan<double> sourceHeatW, ReadOnlySpan<double> faceTemperaturesC)
    {
        Require.Length(estimatorState.Length, PackageErrorModel.StateCount(PortCount, _estimateDecay.Length), nameof(estimatorState));
        Require.Length(sourceHeatW.Length, _sources, nameof(sourceHeatW));
        Require.Length(faceTemperaturesC.Length, PortCount - _sources, nameof(faceTemperaturesC));
        Span<double> inputs = stackalloc double[PortCount];
        sourceHeatW.CopyTo(inputs);
        faceTemperaturesC.CopyTo(inputs[_sources..]);
        PackageErrorModel.Advance(estimatorState, inputs, _estimateDecay);
    }

    /// <summary>The three functions of an exponential step: e^-x, phi_1 = (1 - e^-x) / x and phi_2 = (1 - phi_1) / x, without cancellation near zero.</summary>
    /// <param name="x">Rate times step, zero or positive.</param>
    public static (double Decay, double First, double Second) Phi(double x)
    {
        if (x >= 1)
        {
            double decay = Math.Exp(-x);
            double first = (1 - decay) / x;
            return (decay, first, (1 - first) / x);
        }

        // phi_2 = sum of (-x)^k / (k + 2)!, by Horner's rule: 18 terms reach rounding at x = 1, and the other two follow without a difference of like numbers.
        double second = 0;
        for (int k = 18; k >= 0; k--)
        {
            second = (1 - (x * second)) / (k + 2);
        }

        double one = 1 - (x * second);
        return (1 - (x * one), one, second);
    }

    private static ReadOnlySpan<double> Row(PackageModes modes, int port)
    {
        int sources = modes.SourceCount;
        return port < sources
            ? modes.Sources.AsSpan(port * modes.Order, modes.Order)
            : modes.Faces.AsSpan((port - sources) * modes.Order, modes.Order);
    }

    /// <summary>Eliminates the modes: from y = R q + S T + y_0 and Q = Q_0 - M q + (g - N) T to heats as functions of temperatures.</summary>
    private static (double[] Admittance, double[] History) Ports(PackageModes modes, double[] endGain, double[] mean, double[] meanGain)
    {
        int order = modes.Order;
        int sources = modes.SourceCount;
        int faces = modes.FaceNames.Length;
        int ports = sources + faces;
        double[] scaled = new double[order];

        // 1. R = Bq' h phi_1 Bq and its factor.
        double[] resistance = new double[sources * sources];
        for (int i = 0; i < sources; i++)
        {
            Scale(endGain, Row(modes, i), scaled);
            for (int j = 0; j < sources; j++)
            {
                resistance[(i * sources) + j] = VectorKernels.Dot(scaled, Row(modes, j));
            }
        }

        Separate(resistance, sources);
        if (DenseCholesky.Factorize(resistance, sources) != SolveStatus.Success)
        {
            throw new InvalidOperationException("A source of a reduced package has no response of its own: its heat cannot be told from its temperature.");
        }

        // 2. Rows of sources: q = R^-1 (y - S T - Bq' e^-x z), with S = Bq' h phi_1 Bf. Column by column.
        double[] admittance = new double[ports * ports];
        double[] history = new double[ports * order];
        double[] column = new double[sources];
        for (int j = 0; j < ports; j++)
        {
            Scale(endGain, Row(modes, j), scaled);
            for (int i = 0; i < sources; i++)
            {
                column[i] = j < sources ? (i == j ? 1 : 0) : -VectorKernels.Dot(scaled, Row(modes, i));
            }

            DenseCholesky.Solve(resistance, column);
            for (int i = 0; i < sources; i++)
            {
                admittance[(i * ports) + j] = column[i];
            }
        }

        for (int mode = 0; mode < order; mode++)
        {
            double decay = 1 - (modes.RatesPerS[mode] * endGain[mode]);
            for (int i = 0; i < sources; i++)
            {
                column[i] = decay * Row(modes, i)[mode];
            }

            DenseCholesky.Solve(resistance, column);
            for (int i = 0; i < sources; i++)
            {
                history[(i * order) + mode] = column[i];
            }
        }

        // 3. Rows of faces: Q = (g - Bf' h phi_2 Bf) T - Bf' phi_1 z - Bf' h phi_2 Bq q, with q from above.
        for (int f = 0; f < faces; f++)
        {
            int face = sources + f;
            Span<double> row = admittance.AsSpan(face * ports, ports);
            Span<double> past = history.AsSpan(face * order, order);
            Scale(mean, Row(modes, face), past);
            Scale(meanGain, Row(modes, face), scaled);
            for (int g = 0; g < faces; g++)
            {
                row[sources + g] = (f == g ? modes.FaceConductances[f] : 0) - VectorKernels.Dot(scaled, Row(modes, sources + g));
            }

            for (int i = 0; i < sources; i++)
            {
                double coupling = VectorKernels.Dot(scaled, Row(modes, i));
                VectorKernels.AddScaled(-coupling, admittance.AsSpan(i * ports, ports), row);
                VectorKernels.AddScaled(-coupling, history.AsSpan(i * order, order), past);
            }
        }

        return (admittance, history);
    }

    /// <summary>Gives a contact to every source whose heat could not be told apart from that of the sources before it: what remains of its response is its pivot.</summary>
    private static void Separate(double[] resistance, int sources)
    {
        double[] factor = new double[sources * sources];
        for (int i = 0; i < sources; i++)
        {
            Span<double> row = factor.AsSpan(i * sources, sources);
            for (int j = 0; j < i; j++)
            {
                row[j] = (resistance[(i * sources) + j] - VectorKernels.Dot(row[..j], factor.AsSpan(j * sources, j))) / factor[(j * sources) + j];
            }

            ref double own = ref resistance[(i * sources) + i];
            double remaining = own - VectorKernels.Dot(row[..i], row[..i]);
            if (remaining < Dependent * own)
            {
                double contact = ContactShare * own;
                own += contact;
                remaining += contact;
            }

            row[i] = Math.Sqrt(remaining);
        }
    }

    private static void Scale(ReadOnlySpan<double> factors, ReadOnlySpan<double> values, Span<double> scaled)
    {
        for (int i = 0; i < values.Length; i++)
        {
            scaled[i] = factors[i] * values[i];
        }
    }
}
