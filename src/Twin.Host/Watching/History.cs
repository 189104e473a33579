namespace Twin.Host.Watching;

/// <summary>The last values of a signal, as many as a sparkline can show.</summary>
internal sealed class History
{
    /// <summary>How many values are kept.</summary>
    public const int Capacity = 120;

    private const string Bars = "▁▂▃▄▅▆▇█";

    private readonly double[] _values = new double[Capacity];
    private int _next;

    /// <summary>How many values there are.</summary>
    public int Count { get; private set; }

    /// <summary>Takes a value.</summary>
    /// <param name="value">The value.</param>
    public void Add(double value)
    {
        _values[_next] = value;
        _next = (_next + 1) % Capacity;
        Count = Math.Min(Count + 1, Capacity);
    }

    /// <summary>The last values, oldest first.</summary>
    /// <param name="count">At most how many.</param>
    public IEnumerable<double> Last(int count)
    {
        int shown = Math.Min(count, Count);
        return Enumerable.Range(0, shown).Select(i => _values[(_next - shown + i + (2 * Capacity)) % Capacity]);
    }

    /// <summary>The last values as bars between their lowest and highest, oldest first; a middle line where they are equal.</summary>
    /// <param name="width">At most how many.</param>
    public string Sparkline(int width)
    {
        double[] values = [.. Last(width)];
        double[] finite = [.. values.Where(double.IsFinite)];
        if (finite.Length == 0)
        {
            return string.Empty;
        }

        (double low, double high) = (finite.Min(), finite.Max());
        // Below this, a difference is rounding of the last figures that are shown.
        bool isFlat = high - low <= 1e-6 * Math.Max(Math.Abs(low), Math.Abs(high));
        return string.Concat(values.Select(value =>
            !double.IsFinite(value) ? ' ' : isFlat ? Bars[3] : Bars[(int)Math.Round((value - low) / (high - low) * (Bars.Length - 1))]));
    }
}
