using System.Diagnostics.CodeAnalysis;
using Twin.Physics.LinearAlgebra;

namespace Twin.Physics.Thermal.Packages;

/// <summary>A package reduced to its modes: z' = -Lambda z + B u, with the heat of sources and the temperatures of faces as inputs u. Immutable.</summary>
/// <remarks>
/// <para>The full model C T' = -G T + P q + F T_f has C diagonal and positive, G symmetric and positive semidefinite. It is projected by T = V z with
/// V' C V = 1 (a congruence, one basis on both sides) and the basis is turned so that V' G V = Lambda is diagonal. A congruence cannot change
/// the sign of a quadratic form: every rate in Lambda is >= 0 whatever the basis, so the reduced package is stable and passive by construction; Odabasioglu,
/// Celik, Pileggi, PRIMA, IEEE Trans. CAD 17 (1998), section III. What is not symmetric (coolant that carries heat along, a fan that changes
/// a film) stays outside, at the face ports: passive conductances and an upwind chain joined to a passive package remain stable.</para>
/// <para>The uniform temperature is in the basis, so the energy of the reduced package is the energy of the package, and it closes to rounding.</para>
/// <para>A state is <see cref="Order"/> doubles, the coordinates z; it belongs to the caller.</para>
/// </remarks>
public sealed class ReducedPackage
{
    /// <summary>Cells of a block that are looked at together; a multiple of the lanes, so that parts and whole give the same bits.</summary>
    private const int Chunk = 256;

    private readonly PackageModes _modes;
    private readonly PackedMatrix _blockAverages;
    private readonly PackedMatrix _patternRows;
    private readonly PackedMatrix[][] _patterns;
    private readonly PackedMatrix _probes;
    private readonly PackedMatrix _estimate;

    internal ReducedPackage(PackageModes modes, string fingerprint)
    {
        _modes = modes;
        Fingerprint = fingerprint;
        Order = modes.Order;
        BlockCount = modes.BlockNames.Length;
        ProbeCount = modes.ProbeNames.Length;
        FaceCount = modes.FaceNames.Length;
        SourceCount = modes.SourceCount;
        _blockAverages = new(BlockCount, Order, modes.Sources.AsSpan(0, BlockCount * Order));
        _patternRows = new(modes.PatternCounts.Sum(), Order, modes.PatternRows);
        _patterns = Patterns(modes);
        _probes = new(ProbeCount, Order, modes.Probes);
        _estimate = new(modes.OutputCount, modes.PortCount * modes.EstimateTimesS.Length, modes.EstimateGains);
    }

    /// <summary>Number of doubles of a state; a multiple of 8, filled up with modes that nothing excites.</summary>
    public int Order { get; }

    /// <summary>What it was made of: <see cref="PackageFingerprint.Of"/>; empty when it was not made of a <see cref="PackageModel"/>, or with conductivities other than its own.</summary>
    public string Fingerprint { get; }

    /// <summary>Number of blocks.</summary>
    public int BlockCount { get; }

    /// <summary>Number of probes.</summary>
    public int ProbeCount { get; }

    /// <summary>Number of faces: the films of the model, in its order.</summary>
    public int FaceCount { get; }

    /// <summary>Number of places that take heat: the blocks, then the probes with <see cref="PackageProbe.TakesHeat"/>, each in the order of the model.</summary>
    public int SourceCount { get; }

    /// <summary>Number of doubles that the error estimate remembers.</summary>
    public int EstimatorStateCount => PackageErrorModel.StateCount(_modes.PortCount, _modes.EstimateTimesS.Length);

    /// <summary>Number of error estimates: block averages, block maxima, probes.</summary>
    public int EstimateCount => _modes.OutputCount;

    /// <summary>Names of the blocks.</summary>
    public IReadOnlyList<string> BlockNames => _modes.BlockNames;

    /// <summary>Names of the probes.</summary>
    public IReadOnlyList<string> ProbeNames => _modes.ProbeNames;

    /// <summary>Names of the faces.</summary>
    public IReadOnlyList<string> FaceNames => _modes.FaceNames;

    /// <summary>Rates of the modes, 1/s, ascending; none is negative. The slowest time constant is the inverse of the first that is not zero.</summary>
    public ReadOnlySpan<double> RatesPerS => _modes.RatesPerS;

    /// <summary>The place of a probe among the sources; -1 when no heat may flow into it.</summary>
    /// <param name="probe">Index of the probe.</param>
    public int SourceOfProbe(int probe) => _modes.ProbeSources[probe];

    /// <summary>Prepares steps of one length. Allocates; takes about ports x ports x order operations: under a millisecond for thirty ports.</summary>
    /// <param name="stepS">Length of a step, seconds, greater than zero.</param>
    public PackagePropagator Propagator(double stepS) => new(_modes, stepS);

    /// <summary>Writes the model, so that the next start need not make it again.</summary>
    /// <param name="stream">Written from its position on.</param>
    /// <remarks>The bytes hold magic, format version, fingerprint, length and checksum before the content. A caller writes to a new file and renames it when it is whole.</remarks>
    public void Save(Stream stream) => ReducedPackageFile.Write(stream, _modes, Fingerprint);

    /// <summary>Reads a model that was saved.</summary>
    /// <param name="stream">Read from its position on.</param>
    /// <param name="expectedFingerprint">What it must have been made of: <see cref="PackageFingerprint.Of"/>.</param>
    /// <param name="package">The model; null when it cannot be used.</param>
    /// <param name="reason">Why not, in a sentence; empty on success.</param>
    /// <returns>Whether the model can be used. Foreign, truncated, altered and outdated bytes are told apart, and none of them is trusted.</returns>
    /// <exception cref="IOException">The stream itself fails.</exception>
    public static bool TryLoad(Stream stream, string expectedFingerprint, [NotNullWhen(true)] out ReducedPackage? package, out string reason)
    {
        PackageModes? modes = ReducedPackageFile.Read(stream, expectedFingerprint, out reason);
        package = modes is null ? null : new(modes, expectedFingerprint);
        return package is not null;
    }

    /// <summary>Sets one temperature everywhere.</summary>
    /// <param name="state">Overwritten, length <see cref="Order"/>.</param>
    /// <param name="temperatureC">The temperature, degrees Celsius.</param>
    public void SetUniform(Span<double> state, double temperatureC)
    {
        Require.Length(state.Length, Order, nameof(state));
        for (int i = 0; i < state.Length; i++)
        {
            state[i] = temperatureC * _modes.Uniform[i];
        }
    }

    /// <summary>Sets the steady state under constant heat and face temperatures.</summary>
    /// <param name="state">Overwritten, length <see cref="Order"/>.</param>
    /// <param name="sourceHeatW">Heat into each source, length <see cref="SourceCount"/>, watts.</param>
    /// <param name="faceTemperaturesC">Temperature of each face, length <see cref="FaceCount"/>, degrees Celsius.</param>
    /// <returns>False, with the state untouched, when the package has no face to lose heat to.</returns>
    /// <remarks>Allocates nothing.</remarks>
    public bool TrySetSteady(Span<double> state, ReadOnlySpan<double> sourceHeatW, ReadOnlySpan<double> faceTemperaturesC)
    {
        Require.Length(state.Length, Order, nameof(state));
        Require.Length(sourceHeatW.Length, SourceCount, nameof(sourceHeatW));
        Require.Length(faceTemperaturesC.Length, FaceCount, nameof(faceTemperaturesC));
        if (_modes.IsFloating)
        {
            return false;
        }

        state.Clear();
        for (int s = 0; s < sourceHeatW.Length; s++)
        {
            VectorKernels.AddScaled(sourceHeatW[s], _modes.Sources.AsSpan(s * Order, Order), state);
        }

        for (int f = 0; f < faceTemperaturesC.Length; f++)
        {
            VectorKernels.AddScaled(faceTemperaturesC[f], _modes.Faces.AsSpan(f * Order, Order), state);
        }

        for (int i = 0; i < state.Length; i++)
        {
            state[i] = _modes.RatesPerS[i] > 0 ? state[i] / _modes.RatesPerS[i] : 0;
        }

        return true;
    }

    /// <summary>Heat stored relative to 0 degC everywhere, joules: 1' C V z.</summary>
    /// <param name="state">Length <see cref="Order"/>.</param>
    public double StoredEnergyJ(ReadOnlySpan<double> state) => VectorKernels.Dot(_modes.Uniform, state);

    /// <summary>Mean temperature of each block.</summary>
    /// <param name="state">Length <see cref="Order"/>.</param>
    /// <param name="temperaturesC">Overwritten, length <see cref="BlockCount"/>, degrees Celsius.</param>
    /// <remarks>Allocates nothing.</remarks>
    public void BlockAverages(ReadOnlySpan<double> state, Span<double> temperaturesC) => _blockAverages.Multiply(state, temperaturesC);

    /// <summary>Temperature of each block's hottest cell.</summary>
    /// <param name="state">Length <see cref="Order"/>.</param>
    /// <param name="temperaturesC">Overwritten, length <see cref="BlockCount"/>, degrees Celsius.</param>
    /// <remarks>The cells of a block are a sum of a few patterns, so all of them are looked at and none has to be guessed. Allocates nothing.</remarks>
    public void BlockMaxima(ReadOnlySpan<double> state, Span<double> temperaturesC)
    {
        Require.Length(temperaturesC.Length, BlockCount, nameof(temperaturesC));
        Span<double> amounts = stackalloc double[_patternRows.Rows];
        _patternRows.Multiply(state, amounts);
        Span<double> cells = stackalloc double[Chunk];
        int start = 0;
        for (int block = 0; block < temperaturesC.Length; block++)
        {
            double hottest = double.NegativeInfinity;
            foreach (PackedMatrix patterns in _patterns[block])
            {
                Span<double> part = cells[..patterns.Rows];
                patterns.Multiply(amounts.Slice(start, patterns.Columns), part);
                foreach (double cell in part)
                {
                    hottest = Math.Max(hottest, cell);
                }
            }

            temperaturesC[block] = hottest;
            start += _modes.PatternCounts[block];
        }
    }

    /// <summary>Temperature of the cell of each probe.</summary>
    /// <param name="state">Length <see cref="Order"/>.</param>
    /// <param name="temperaturesC">Overwritten, length <see cref="ProbeCount"/>, degrees Celsius.</param>
    /// <remarks>Allocates nothing.</remarks>
    public void ProbeTemperatures(ReadOnlySpan<double> state, Span<double> temperaturesC) => _probes.Multiply(state, temperaturesC);

    /// <summary>Starts the error estimate in a state that the model holds exactly: one temperature everywhere without heat, or steady.</summary>
    /// <param name="estimatorState">Overwritten, length <see cref="EstimatorStateCount"/>.</param>
    /// <param name="sourceHeatW">Heat into each source so far, watts; zero for a uniform start.</param>
    /// <param name="faceTemperaturesC">Temperature of each face so far; the uniform temperature for a uniform start.</param>
    /// <remarks>Allocates nothing.</remarks>
    public void StartEstimate(Span<double> estimatorState, ReadOnlySpan<double> sourceHeatW, ReadOnlySpan<double> faceTemperaturesC)
    {
        Require.Length(estimatorState.Length, EstimatorStateCount, nameof(estimatorState));
        Require.Length(sourceHeatW.Length, SourceCount, nameof(sourceHeatW));
        Require.Length(faceTemperaturesC.Length, FaceCount, nameof(faceTemperaturesC));
        estimatorState.Clear();
        Span<double> last = estimatorState[^_modes.PortCount..];
        sourceHeatW.CopyTo(last);
        faceTemperaturesC.CopyTo(last[SourceCount..]);
    }

    /// <summary>How far the temperatures of this model may be from those of the full model on the same grid, exact in time.</summary>
    /// <param name="estimatorState">As <see cref="PackagePropagator.AdvanceEstimate"/> left it, length <see cref="EstimatorStateCount"/>.</param>
    /// <param name="errorsK">Overwritten: block averages, block maxima, probes; length <see cref="EstimateCount"/>, kelvin.</param>
    /// <remarks>
    /// <para>A statistical bound, not a guarantee: it is scaled so that it covers the error in 99.9 % of the samples of random training traces (steps of 1, 10 and 100 ms, changes of
    /// powers up to one and a half times the nominal ones), and then made 15 % larger. The error of the grid is not part of it, nor is that of the material data.</para>
    /// <para>It follows from what changed at the ports and how long ago: a recursion over <see cref="EstimatorStateCount"/> numbers. Allocates nothing.</para>
    /// </remarks>
    public void Estimate(ReadOnlySpan<double> estimatorState, Span<double> errorsK)
    {
        Require.Length(estimatorState.Length, EstimatorStateCount, nameof(estimatorState));
        Span<double> squares = stackalloc double[_estimate.Columns];
        PackageErrorModel.Squares(estimatorState, squares);
        _estimate.Multiply(squares, errorsK);
        for (int i = 0; i < errorsK.Length; i++)
        {
            errorsK[i] = Math.Sqrt(errorsK[i]) + _modes.EstimateFloorsK[i];
        }
    }

    private static PackedMatrix[][] Patterns(PackageModes modes)
    {
        PackedMatrix[][] patterns = new PackedMatrix[modes.CellCounts.Length][];
        int position = 0;
        for (int block = 0; block < patterns.Length; block++)
        {
            int columns = modes.PatternCounts[block];
            List<PackedMatrix> parts = [];
            for (int cell = 0; cell < modes.CellCounts[block]; cell += Chunk)
            {
                int rows = Math.Min(Chunk, modes.CellCounts[block] - cell);
                parts.Add(new(rows, columns, modes.Patterns.AsSpan(position, rows * columns)));
                position += rows * columns;
            }

            patterns[block] = [.. parts];
        }

        return patterns;
    }
}
