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
    private readonly PackageModes _modes;
    private readonly PackedMatrix _blockAverages;
    private readonly PackedMatrix _candidates;
    private readonly PackedMatrix _probes;

    internal ReducedPackage(PackageModes modes)
    {
        _modes = modes;
        Order = modes.Order;
        BlockCount = modes.BlockNames.Length;
        ProbeCount = modes.ProbeNames.Length;
        FaceCount = modes.FaceNames.Length;
        SourceCount = modes.SourceCount;
        _blockAverages = new(BlockCount, Order, modes.Sources.AsSpan(0, BlockCount * Order));
        _candidates = new(modes.CandidateStarts[^1], Order, modes.Candidates);
        _probes = new(ProbeCount, Order, modes.Probes);
    }

    /// <summary>Number of doubles of a state; a multiple of 8, filled up with modes that nothing excites.</summary>
    public int Order { get; }

    /// <summary>Number of blocks.</summary>
    public int BlockCount { get; }

    /// <summary>Number of probes.</summary>
    public int ProbeCount { get; }

    /// <summary>Number of faces: the films of the model, in its order.</summary>
    public int FaceCount { get; }

    /// <summary>Number of places that take heat: the blocks, then the probes with <see cref="PackageProbe.TakesHeat"/>, each in the order of the model.</summary>
    public int SourceCount { get; }

    /// <summary>Names of the blocks.</summary>
    public IReadOnlyList<string> BlockNames => _modes.BlockNames;

    /// <summary>Names of the probes.</summary>
    public IReadOnlyList<string> ProbeNames => _modes.ProbeNames;

    /// <summary>Names of the faces.</summary>
    public IReadOnlyList<string> FaceNames => _modes.FaceNames;

    /// <summary>Rates of the modes, 1/s, ascending; none is negative. The slowest time constant is the inverse of the first that is not zero.</summary>
    public ReadOnlySpan<double> RatesPerS => _modes.RatesPerS;

    internal PackageModes Modes => _modes;

    /// <summary>The place of a probe among the sources; -1 when no heat may flow into it.</summary>
    /// <param name="probe">Index of the probe.</param>
    public int SourceOfProbe(int probe) => _modes.ProbeSources[probe];

    /// <summary>Prepares steps of one length. Allocates; takes well under a millisecond.</summary>
    /// <param name="stepS">Length of a step, seconds, greater than zero.</param>
    public PackagePropagator Propagator(double stepS) => new(_modes, stepS);

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

    /// <summary>Temperature of each block's hottest cell: the maximum over the few cells of the block that can be its hottest.</summary>
    /// <param name="state">Length <see cref="Order"/>.</param>
    /// <param name="temperaturesC">Overwritten, length <see cref="BlockCount"/>, degrees Celsius.</param>
    /// <remarks>Allocates nothing.</remarks>
    public void BlockMaxima(ReadOnlySpan<double> state, Span<double> temperaturesC)
    {
        Require.Length(temperaturesC.Length, BlockCount, nameof(temperaturesC));
        Span<double> cells = stackalloc double[_candidates.Rows];
        _candidates.Multiply(state, cells);
        ReadOnlySpan<int> starts = _modes.CandidateStarts;
        for (int block = 0; block < temperaturesC.Length; block++)
        {
            double hottest = cells[starts[block]];
            for (int i = starts[block] + 1; i < starts[block + 1]; i++)
            {
                hottest = Math.Max(hottest, cells[i]);
            }

            temperaturesC[block] = hottest;
        }
    }

    /// <summary>Temperature of the cell of each probe.</summary>
    /// <param name="state">Length <see cref="Order"/>.</param>
    /// <param name="temperaturesC">Overwritten, length <see cref="ProbeCount"/>, degrees Celsius.</param>
    /// <remarks>Allocates nothing.</remarks>
    public void ProbeTemperatures(ReadOnlySpan<double> state, Span<double> temperaturesC) => _probes.Multiply(state, temperaturesC);
}
