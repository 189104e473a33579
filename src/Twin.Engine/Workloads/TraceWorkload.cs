using Twin.Units;

namespace Twin.Engine.Workloads;

/// <summary>Recorded traffic: levels at given times, held or joined by straight lines between them.</summary>
public sealed class TraceWorkload : Workload
{
    private readonly long[] _timesNs;
    private readonly double[][] _columns;
    private readonly int[] _columnOfPort;
    private readonly bool _isLinear;
    private readonly bool _repeats;

    /// <summary>Makes it. The arrays are kept, not copied: the caller must not change them afterwards.</summary>
    /// <param name="name">Name by which it is chosen.</param>
    /// <param name="times">Times of the rows, zero or more and rising; at least one.</param>
    /// <param name="columns">For each column, one level for each row, 0 to 1.</param>
    /// <param name="columnOfPort">For each port, its column; -1 for a port without traffic.</param>
    /// <param name="isLinear">Whether levels between rows lie on a straight line; otherwise a row holds until the next.</param>
    /// <param name="repeats">Whether the trace begins again at its last time, whose row is then never reached while holding; needs a last time above zero. Otherwise the last row holds.</param>
    public TraceWorkload(string name, IReadOnlyList<Duration> times, double[][] columns, int[] columnOfPort, bool isLinear, bool repeats)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(columnOfPort);
        ArgumentOutOfRangeException.ThrowIfZero(times.Count, nameof(times));
        Name = name;
        _timesNs = [.. times.Select(time => time.Nanoseconds)];
        if (_timesNs[0] < 0)
            throw new ArgumentException($"The first time is {times[0]}; it must be zero or more.", nameof(times));
        for (int row = 1; row < _timesNs.Length; row++)
        {
            if (_timesNs[row] <= _timesNs[row - 1])
                throw new ArgumentException($"Time {row} is {times[row]}, not after {times[row - 1]}; times must rise.", nameof(times));
        }
        foreach (double[] column in columns)
        {
            if (column.Length != _timesNs.Length)
                throw new ArgumentException($"A column has {column.Length} levels for {_timesNs.Length} times.", nameof(columns));
            foreach (double level in column)
                WorkloadGuard.Share(level);
        }
        foreach (int column in columnOfPort)
        {
            if (column < -1 || column >= columns.Length)
                throw new ArgumentException($"A port has column {column} of {columns.Length}.", nameof(columnOfPort));
        }
        if (repeats && _timesNs[^1] == 0)
            throw new ArgumentException("A trace that ends at time zero cannot repeat.", nameof(repeats));
        _columns = columns;
        _columnOfPort = columnOfPort;
        _isLinear = isLinear;
        _repeats = repeats;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    /// <remarks>Before the first row the levels are those of the first row. Ports beyond those it was made for carry nothing.</remarks>
    public override void Sample(Duration time, ReadOnlySpan<int> groupOfPort, Span<double> utilization)
    {
        long timeNs = _repeats ? time.Nanoseconds % _timesNs[^1] : time.Nanoseconds;
        int found = Array.BinarySearch(_timesNs, timeNs);
        int row = Math.Max(0, found >= 0 ? found : ~found - 1);
        double share = 0;
        if (_isLinear && row + 1 < _timesNs.Length && timeNs > _timesNs[row])
            share = (timeNs - _timesNs[row]) / (double)(_timesNs[row + 1] - _timesNs[row]);
        utilization.Clear();
        for (int port = 0; port < Math.Min(utilization.Length, _columnOfPort.Length); port++)
        {
            if (_columnOfPort[port] < 0)
                continue;
            double[] column = _columns[_columnOfPort[port]];
            double level = column[row];
            if (share > 0)
                level = Math.Clamp(level + share * (column[row + 1] - level), 0, 1);
            utilization[port] = level;
        }
    }
}
