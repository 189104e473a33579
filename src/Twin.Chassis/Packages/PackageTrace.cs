namespace Twin.Chassis.Packages;

/// <summary>Powers of the blocks of a package over time, held from row to row. Immutable; may be read by several threads.</summary>
public sealed class PackageTrace
{
    private readonly double[] _startsS;
    private readonly double[] _powersW;

    internal PackageTrace(double[] startsS, double[] powersW, int blockCount)
    {
        _startsS = startsS;
        _powersW = powersW;
        BlockCount = blockCount;
    }

    /// <summary>Rows.</summary>
    public int RowCount => _startsS.Length;

    /// <summary>Powers in a row.</summary>
    public int BlockCount { get; }

    /// <summary>Where each row begins, seconds, ascending; the first one also holds before its start.</summary>
    public ReadOnlySpan<double> StartsS => _startsS;

    /// <summary>Where the last row ends: it lasts as long as the one before it. Null for a trace of one row, which has no end.</summary>
    public double? EndS => RowCount > 1 ? _startsS[^1] + (_startsS[^1] - _startsS[^2]) : null;

    /// <summary>Powers of a row in the order of the blocks, watts.</summary>
    /// <param name="row">Index of the row.</param>
    public ReadOnlySpan<double> PowersW(int row) => _powersW.AsSpan(row * BlockCount, BlockCount);

    /// <summary>Mean powers from one time to another, so that steps that do not follow the rows keep the energy.</summary>
    /// <param name="fromS">Start, seconds.</param>
    /// <param name="toS">End, seconds, after the start.</param>
    /// <param name="powersW">Receives a power for each block, watts.</param>
    public void Mean(double fromS, double toS, Span<double> powersW)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(toS, fromS);
        ArgumentOutOfRangeException.ThrowIfNotEqual(powersW.Length, BlockCount);
        // Times that were added up miss those that were read by their last bits: what lies within one part in 1e9 of the step belongs to the step's own row.
        double slackS = 1e-9 * (toS - fromS);
        int row = RowAt(fromS + slackS);
        if (row == RowCount - 1 || _startsS[row + 1] >= toS - slackS)
        {
            PowersW(row).CopyTo(powersW);
            return;
        }
        powersW.Clear();
        for (double atS = fromS; atS < toS; row++)
        {
            double endS = row == RowCount - 1 ? toS : Math.Min(toS, _startsS[row + 1]);
            double share = (endS - atS) / (toS - fromS);
            ReadOnlySpan<double> powers = PowersW(row);
            for (int block = 0; block < powers.Length; block++)
                powersW[block] += share * powers[block];
            atS = endS;
        }
    }

    private int RowAt(double timeS)
    {
        int index = Array.BinarySearch(_startsS, timeS);
        return Math.Max(0, index >= 0 ? index : ~index - 1);
    }
}
