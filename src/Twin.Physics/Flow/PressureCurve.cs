namespace Twin.Physics.Flow;

/// <summary>Pressure rise of a fan or pump against flow at its reference speed and density, scaled by the affinity laws. Immutable.</summary>
/// <remarks>
/// <para>
/// Linear between points in u = Q|Q|, not in Q: with rise = c s^2 + m u on a segment, chosen by u / s^2, the affinity laws (flow ~ s,
/// pressure ~ s^2) hold exactly at every speed, and a stopped mover is a quadratic resistance. Beyond the end points the end segments go on.
/// </para>
/// <para>
/// The curve may rise with flow between its ends: the dip of an axial fan in stall, the droop of a pump at shut-off. It is then cut into
/// stretches, each falling throughout or nowhere falling; <see cref="FlowNetwork"/> says which of several operating points is taken.
/// </para>
/// <para>
/// Reverse flow is, in this order of preference: points at negative flow; the resistance that is given; the first segment gone on, if it falls; else the
/// square law through shut-off and the largest flow.
/// </para>
/// </remarks>
public sealed class PressureCurve
{
    private readonly double[] _breaks;
    private readonly double[] _offsetsPa;
    private readonly double[] _slopes;
    private readonly int[] _stretchStarts;
    private readonly int[] _stretchEnds;

    /// <summary>Builds a curve from points at the reference speed.</summary>
    /// <param name="flowsM3PerS">Strictly ascending, at least two, in either direction.</param>
    /// <param name="pressuresPa">Pressure rise at each flow, falling over the last segment, and over the first one when that goes on into reverse flow; same length.</param>
    /// <param name="reverseResistancePaS2PerM6">What the standing mover opposes to reverse flow, above zero; then no flow may be negative. Null: see the remarks.</param>
    /// <exception cref="ArgumentException">
    /// Too few points, lengths differ, a number is not finite, flows do not ascend, pressure does not fall at an end, is not above zero at zero flow, or the reverse resistance
    /// is not above zero or comes with points at negative flow.
    /// </exception>
    public PressureCurve(ReadOnlySpan<double> flowsM3PerS, ReadOnlySpan<double> pressuresPa, double? reverseResistancePaS2PerM6 = null)
    {
        if (flowsM3PerS.Length < 2 || flowsM3PerS.Length != pressuresPa.Length)
        {
            throw new ArgumentException(
                $"A curve needs two or more points with one pressure each; {flowsM3PerS.Length} flows and {pressuresPa.Length} pressures were given.",
                nameof(flowsM3PerS));
        }

        for (int i = 0; i < flowsM3PerS.Length; i++)
        {
            if (!double.IsFinite(flowsM3PerS[i]) || !double.IsFinite(pressuresPa[i]))
            {
                throw new ArgumentException($"Point {i} ({flowsM3PerS[i]} m3/s, {pressuresPa[i]} Pa) is not finite.", nameof(flowsM3PerS));
            }

            if (i > 0 && !(flowsM3PerS[i] > flowsM3PerS[i - 1]))
            {
                throw new ArgumentException(
                    $"Flows must ascend: point {i} has {flowsM3PerS[i]} m3/s after {flowsM3PerS[i - 1]} m3/s.", nameof(flowsM3PerS));
            }
        }

        if (reverseResistancePaS2PerM6 is { } given && (!(given > 0) || !double.IsFinite(given) || flowsM3PerS[0] < 0))
        {
            throw new ArgumentException(
                $"A reverse resistance is above zero and without points at negative flow; {given} Pa s2/m6 and a first flow of {flowsM3PerS[0]} m3/s were given.",
                nameof(reverseResistancePaS2PerM6));
        }

        double greatestFlow = Math.Max(Math.Abs(flowsM3PerS[0]), Math.Abs(flowsM3PerS[^1]));
        List<double> breaks = [];
        List<double> slopes = [];
        List<double> offsetsPa = [];
        for (int i = 0; i + 1 < flowsM3PerS.Length; i++)
        {
            double left = Square(flowsM3PerS[i]);
            double slope = (pressuresPa[i + 1] - pressuresPa[i]) / (Square(flowsM3PerS[i + 1]) - left);
            double offsetPa = pressuresPa[i] - (slope * left);
            if (i > 0)
            {
                breaks.Add(left);
            }
            else if (flowsM3PerS[0] >= 0 && (reverseResistancePaS2PerM6 is not null || slope >= 0))
            {
                breaks.Add(0);
                slopes.Add(-(reverseResistancePaS2PerM6 ?? (offsetPa / (greatestFlow * greatestFlow))));
                offsetsPa.Add(offsetPa);
            }

            slopes.Add(slope);
            offsetsPa.Add(offsetPa);
        }

        _breaks = [.. breaks];
        _slopes = [.. slopes];
        _offsetsPa = [.. offsetsPa];
        ShutOffPressurePa = RisePa(0, 1);
        if (!(ShutOffPressurePa > 0))
        {
            throw new ArgumentException($"The pressure at zero flow must be above zero; the points give {ShutOffPressurePa} Pa.", nameof(pressuresPa));
        }

        if (!(_slopes[0] < 0 && _slopes[^1] < 0))
        {
            throw new ArgumentException(
                "The first and the last segment go on beyond the points and must fall: otherwise they would let any flow through.", nameof(pressuresPa));
        }

        CharacteristicResistance = ShutOffPressurePa / (greatestFlow * greatestFlow);
        IsMonotone = _slopes.All(slope => slope <= 0);
        (_stretchStarts, _stretchEnds) = FindStretches();
        (StallFlowM3PerS, GreatestSlopePaSPerM3) = FindStall();
    }

    /// <summary>Pressure rise at zero flow and reference speed.</summary>
    public double ShutOffPressurePa { get; }

    /// <summary>Whether pressure nowhere rises with flow: then a network has one operating point.</summary>
    public bool IsMonotone { get; }

    /// <summary>Flow at reference speed below which the mover is in stall: where the last falling stretch begins. Zero for a curve without a rise.</summary>
    public double StallFlowM3PerS { get; }

    /// <summary>Shut-off pressure over the square of the largest flow, Pa s2/m6: the order of size of the mover's own resistance.</summary>
    internal double CharacteristicResistance { get; }

    /// <summary>Steepest rise d(rise)/dQ at reference speed and density; it goes with speed. Zero for a curve without a rise.</summary>
    internal double GreatestSlopePaSPerM3 { get; }

    /// <summary>Index of the last segment.</summary>
    internal int LastSegment => _slopes.Length - 1;

    /// <summary>Whether a mover is in stall: it turns, and moves less than at the beginning of the last falling stretch.</summary>
    /// <param name="flowM3PerS">Flow, negative against the mover's direction.</param>
    /// <param name="speedRatio">Speed over reference speed, zero or more.</param>
    public bool IsStalled(double flowM3PerS, double speedRatio) => speedRatio > 0 && flowM3PerS < StallFlowM3PerS * speedRatio;

    /// <summary>Pressure rise at a flow and speed, pascals at reference density.</summary>
    /// <param name="flowM3PerS">Flow, negative against the mover's direction.</param>
    /// <param name="speedRatio">Speed over reference speed, zero or more.</param>
    public double RisePa(double flowM3PerS, double speedRatio) => RisePa(flowM3PerS, speedRatio, out _);

    /// <summary>Pressure rise and its derivative with flow.</summary>
    /// <param name="flowM3PerS">Flow, negative against the mover's direction.</param>
    /// <param name="speedRatio">Speed over reference speed, zero or more.</param>
    /// <param name="slopePaSPerM3">d(rise)/dQ; above zero only where the curve rises.</param>
    public double RisePa(double flowM3PerS, double speedRatio, out double slopePaSPerM3) =>
        RisePa(flowM3PerS, speedRatio, 0, LastSegment, out slopePaSPerM3);

    /// <summary>Pressure rise of the curve that some of its segments make when their ends go on.</summary>
    internal double RisePa(double flowM3PerS, double speedRatio, int firstSegment, int lastSegment, out double slopePaSPerM3)
    {
        int segment = Math.Clamp(SegmentAt(flowM3PerS, speedRatio), firstSegment, lastSegment);
        slopePaSPerM3 = 2 * _slopes[segment] * Math.Abs(flowM3PerS);
        return (_offsetsPa[segment] * speedRatio * speedRatio) + (_slopes[segment] * Square(flowM3PerS));
    }

    /// <summary>First and last segment of the stretch at a flow, and whether it falls.</summary>
    internal (int First, int Last, bool IsFalling) StretchAt(double flowM3PerS, double speedRatio)
    {
        int segment = SegmentAt(flowM3PerS, speedRatio);
        return (_stretchStarts[segment], _stretchEnds[segment], _slopes[segment] < 0);
    }

    // Compared without a division, so that a stopped mover lands on the end segments.
    private int SegmentAt(double flowM3PerS, double speedRatio)
    {
        double u = Square(flowM3PerS);
        double speedSquared = speedRatio * speedRatio;
        int segment = 0;
        while (segment < _breaks.Length && u > _breaks[segment] * speedSquared)
        {
            segment++;
        }

        return segment;
    }

    private (int[] Starts, int[] Ends) FindStretches()
    {
        int[] starts = new int[_slopes.Length];
        int[] ends = new int[_slopes.Length];
        for (int i = 1; i < _slopes.Length; i++)
        {
            bool isSame = IsMonotone || _slopes[i] < 0 == _slopes[i - 1] < 0;
            starts[i] = isSame ? starts[i - 1] : i;
        }

        ends[^1] = _slopes.Length - 1;
        for (int i = _slopes.Length - 2; i >= 0; i--)
        {
            ends[i] = starts[i + 1] == i + 1 ? i : ends[i + 1];
        }

        return (starts, ends);
    }

    private (double FlowM3PerS, double SlopePaSPerM3) FindStall()
    {
        double steepest = 0;
        for (int i = 0; i < _slopes.Length; i++)
        {
            if (_slopes[i] > 0)
            {
                double widest = Math.Max(Math.Abs(_breaks[i - 1]), Math.Abs(_breaks[i]));
                steepest = Math.Max(steepest, 2 * _slopes[i] * Math.Sqrt(widest));
            }
        }

        double start = IsMonotone ? 0 : _breaks[_stretchStarts[^1] - 1];
        return (Math.Sign(start) * Math.Sqrt(Math.Abs(start)), steepest);
    }

    private static double Square(double flow) => flow * Math.Abs(flow);
}
