using Twin.Engine.Structure;

namespace Twin.Engine.Snapshots;

/// <summary>What the difference of a signal is measured against.</summary>
/// <remarks>
/// The width of the declared range where that is finite: a temperature near 0 degC is no small temperature. Else the larger of the two values, but at least <see cref="Floor"/> of the largest value of that unit among all
/// signals of both moments: below it there is rounding only, since numbers of 1 and 1e-16 that differ in their last bits come of the same sums. A state that differs, differs wholly.
/// </remarks>
internal sealed class DifferenceScale
{
    /// <summary>Share of the largest value of a unit below which a value is not told from zero.</summary>
    public const double Floor = 1e-9;

    private readonly Dictionary<string, double> _largest = new(StringComparer.Ordinal);

    /// <summary>Looks at all signals.</summary>
    /// <param name="signals">The signals.</param>
    /// <param name="first">The state block of the one moment.</param>
    /// <param name="second">That of the other.</param>
    public DifferenceScale(IEnumerable<SignalInfo> signals, ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        foreach (SignalInfo signal in signals)
        {
            double larger = Larger(first[signal.Word], second[signal.Word]);
            _largest[signal.Unit] = Math.Max(_largest.GetValueOrDefault(signal.Unit), larger);
        }
    }

    /// <summary>The scale of a signal that differs.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="first">Its value in the one moment.</param>
    /// <param name="second">That in the other.</param>
    public double Of(SignalInfo signal, double first, double second)
    {
        if (signal.States.Count > 0)
        {
            return Math.Abs(second - first);
        }

        double range = signal.Maximum - signal.Minimum;
        return double.IsFinite(range) && range > 0 ? range : Math.Max(Larger(first, second), Floor * _largest[signal.Unit]);
    }

    /// <summary>The scale of a knob that differs: the width of its range where that is finite, else the larger value.</summary>
    /// <param name="knob">The parameter, actuator or fault.</param>
    /// <param name="first">Its value in the one moment.</param>
    /// <param name="second">That in the other.</param>
    public static double Of(KnobInfo knob, double first, double second)
    {
        double range = knob.Maximum - knob.Minimum;
        return double.IsFinite(range) && range > 0 ? range : Larger(first, second);
    }

    private static double Larger(double first, double second) => Math.Max(Magnitude(first), Magnitude(second));

    private static double Magnitude(double value) => double.IsFinite(value) ? Math.Abs(value) : 0;
}
