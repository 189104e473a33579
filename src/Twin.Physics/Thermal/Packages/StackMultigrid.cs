namespace Twin.Physics.Thermal.Packages;

/// <summary>Preconditioner for G + s C: a symmetric multigrid cycle that coarsens along x and y only, with vertical lines as smoother.</summary>
/// <remarks>Levels are made once; their numbers follow in place when conductances or the shift change. For a large shift (a short step) heat does not get far in 1/s, and the
/// hierarchy ends where a column no longer feels its neighbours. U. Trottenberg, C. Oosterlee, A. Schueller, Multigrid (2001), sections 5.1 and 5.2 (anisotropy, line smoothing, semi-coarsening).</remarks>
internal sealed class StackMultigrid
{
    /// <summary>Lateral to holding conductance of a column below which one sweep forwards and backwards is as good as coarser levels: for steps of 1 to 100 ms of the
    /// reference package 0.1 to 3 cost the same within a tenth, 1 the least.</summary>
    private const double Decoupled = 1;

    /// <summary>Cells longer than this many times their other extent are paired only along the shorter one, where they feel each other most.</summary>
    private const double Stretched = 1.5;

    private readonly StackLevel[] _levels;
    private int _used;

    /// <param name="finest">The level to be preconditioned.</param>
    /// <param name="widthM">Extent along x.</param>
    /// <param name="heightM">Extent along y.</param>
    public StackMultigrid(StackLevel finest, double widthM, double heightM)
    {
        List<StackLevel> levels = [finest];
        while (levels[^1] is { Columns: > 1 } or { Rows: > 1 })
        {
            StackLevel finer = levels[^1];
            double stretch = widthM / finer.Columns / (heightM / finer.Rows);
            bool pairsX = finer.Columns > 1 && (stretch < Stretched || finer.Rows == 1);
            bool pairsY = finer.Rows > 1 && (stretch > 1 / Stretched || finer.Columns == 1);
            levels.Add(new StackLevel(Halved(finer.Columns, pairsX), finest.Layers, Halved(finer.Rows, pairsY), pairsX, pairsY));
        }

        _levels = [.. levels];
        _used = _levels.Length;
    }

    private static int Halved(int cells, bool isPaired) => isPaired ? (cells + 1) / 2 : cells;

    /// <summary>Conductances, capacities or films of the finest level have changed.</summary>
    public void Coarsen()
    {
        for (int level = 1; level < _levels.Length; level++)
        {
            _levels[level - 1].Coarsen(_levels[level]);
        }
    }

    /// <summary>Sets the shift.</summary>
    public void Factorize(double shift)
    {
        _used = 0;
        do
        {
            _levels[_used].Factorize(shift);
            _used++;
        }
        while (_used < _levels.Length && _levels[_used - 1].LateralRatio(shift) > Decoupled);
    }

    /// <summary>One cycle: <see cref="StackLevel.Solution"/> of the finest level from its <see cref="StackLevel.Source"/>.</summary>
    public void Cycle() => Cycle(0);

    private void Cycle(int index)
    {
        StackLevel level = _levels[index];
        level.SweepForward();
        if (index + 1 < _used)
        {
            level.RestrictResidual(_levels[index + 1]);
            Cycle(index + 1);
            level.AddCorrection(_levels[index + 1]);
        }

        level.SweepBackward();
    }
}
