namespace Twin.Physics.Flow;

/// <summary>Pressure rise of a fan or pump against flow at its reference speed and density, scaled by the affinity laws. Immutable.</summary>
/// <remarks>
/// Linear between points in u = Q|Q|, not in Q: with rise = c s^2 + m u on a segment, chosen by u / s^2, the affinity laws (flow ~ s,
/// pressure ~ s^2) hold exactly at every speed, and a stopped mover is a quadratic resistance. Beyond the end points the end segments go on. Points at
/// negative flow say what the mover does against a stronger one; without them the first segment goes on into reverse flow.
/// </remarks>
public sealed class PressureCurve
{
    private readonly double[] _breaks;
    private readonly double[] _offsetsPa;
    private readonly double[] _slopes;

    /// <summary>Builds a curve from points at the reference speed.</summary>
    /// <param name="flowsM3PerS">Strictly ascending, at least two, in either direction.</param>
    /// <param name="pressuresPa">Pressure rise at each flow, never rising with flow and falling over the first and the last segment; same length.</param>
    /// <exception cref="ArgumentException">Too few points, lengths differ, a number is not finite, flows do not ascend, pressure rises with flow, is level at an end, or is not above zero at zero flow.</exception>
    public PressureCurve(ReadOnlySpan<double> flowsM3PerS, ReadOnlySpan<double> pressuresPa)
    {
        if (flowsM3PerS.Length < 2 || flowsM3PerS.Length != pressuresPa.Length)
        {
            throw new ArgumentException(
                $"A curve needs two or more points with one pressure each; {flowsM3PerS.Length} flows and {pressuresPa.Length} pressures were given.",
                nameof(flowsM3PerS));
        }

        int segments = flowsM3PerS.Length - 1;
        _breaks = new double[segments - 1];
        _offsetsPa = new double[segments];
        _slopes = new double[segments];
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

            // A rising part (stall) has several flows at one pressure and needs a solver that chooses between them.
            if (i > 0 && pressuresPa[i] > pressuresPa[i - 1])
            {
                throw new ArgumentException(
                    $"Pressure must not rise with flow: point {i} has {pressuresPa[i]} Pa after {pressuresPa[i - 1]} Pa.", nameof(pressuresPa));
            }
        }

        for (int i = 0; i < segments; i++)
        {
            double left = Square(flowsM3PerS[i]);
            double right = Square(flowsM3PerS[i + 1]);
            _slopes[i] = (pressuresPa[i + 1] - pressuresPa[i]) / (right - left);
            _offsetsPa[i] = pressuresPa[i] - (_slopes[i] * left);
            if (i > 0)
            {
                _breaks[i - 1] = left;
            }
        }

        if (!(_slopes[0] < 0 && _slopes[^1] < 0))
        {
            throw new ArgumentException(
                "The first and the last segment go on beyond the points and must fall: level, they would let any flow through.", nameof(pressuresPa));
        }

        ShutOffPressurePa = RisePa(0, 1);
        if (!(ShutOffPressurePa > 0))
        {
            throw new ArgumentException($"The pressure at zero flow must be above zero; the points give {ShutOffPressurePa} Pa.", nameof(pressuresPa));
        }

        double greatestFlow = Math.Max(Math.Abs(flowsM3PerS[0]), Math.Abs(flowsM3PerS[^1]));
        CharacteristicResistance = ShutOffPressurePa / (greatestFlow * greatestFlow);
    }

    /// <summary>Pressure rise at zero flow and reference speed.</summary>
    public double ShutOffPressurePa { get; }

    /// <summary>Shut-off pressure over the square of the largest flow, Pa s2/m6: the order of size of the mover's own resistance.</summary>
    internal double CharacteristicResistance { get; }

    /// <summary>Pressure rise at a flow and speed, pascals at reference density.</summary>
    /// <param name="flowM3PerS">Flow, negative against the mover's direction.</param>
    /// <param name="speedRatio">Speed over reference speed, zero or more.</param>
    public double RisePa(double flowM3PerS, double speedRatio) => RisePa(flowM3PerS, speedRatio, out _);

    /// <summary>Pressure rise and its derivative with flow.</summary>
    /// <param name="flowM3PerS">Flow, negative against the mover's direction.</param>
    /// <param name="speedRatio">Speed over reference speed, zero or more.</param>
    /// <param name="slopePaSPerM3">d(rise)/dQ, never above zero.</param>
    public double RisePa(double flowM3PerS, double speedRatio, out double slopePaSPerM3)
    {
        double u = Square(flowM3PerS);
        double speedSquared = speedRatio * speedRatio;

        // Compared without a division, so that a stopped mover lands on the end segments.
        int segment = 0;
        while (segment < _breaks.Length && u > _breaks[segment] * speedSquared)
        {
            segment++;
        }

        slopePaSPerM3 = 2 * _slopes[segment] * Math.Abs(flowM3PerS);
        return (_offsetsPa[segment] * speedSquared) + (_slopes[segment] * u);
    }

    private static double Square(double flow) => flow * Math.Abs(flow);
}
