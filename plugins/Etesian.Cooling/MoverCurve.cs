using MathNet.Numerics.Interpolation;
using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>Turns the few measured points of a fan or pump into the curve of the contract.</summary>
/// <remarks>
/// The contract joins points linearly in the square of the flow. A datasheet gives five to ten points; between them the curve is drawn with a
/// piecewise cubic that never overshoots the points (Fritsch and Carlson, SIAM J. Numer. Anal. 17 (1980) 238; the form of Fritsch and Butland, 1984), so that a
/// stall dip stays where it was measured and no new one appears. It is sampled at the measured points and at equal steps of the square of the flow between them.
/// </remarks>
internal static class MoverCurve
{
    // Against the cubic, the straight pieces then differ by under 0.5 % of the shut-off rise for the default curves.
    private const int PiecesBetweenPoints = 4;

    /// <summary>Tells what is wrong with measured points, or null.</summary>
    internal static string? Problem(IReadOnlyList<CurvePoint> points)
    {
        if (points.Count < 2)
        {
            return $"has {points.Count} points; at least 2 are needed, shut-off and free delivery.";
        }

        for (int i = 1; i < points.Count; i++)
        {
            if (points[i].Flow <= points[i - 1].Flow)
            {
                return $"point {i + 1} has a flow of {points[i].Flow}, not above the {points[i - 1].Flow} of the one before; order the points by rising flow.";
            }
        }

        return points[0].Flow > VolumeFlow.Zero ? $"starts at {points[0].Flow}; the first point is shut-off, at no flow."
            : points[^1].Rise > Pressure.Zero ? $"ends at {points[^1].Rise}; the last point is free delivery, at no rise."
            : points[0].Rise <= Pressure.Zero ? "starts without a pressure rise; the first point is shut-off."
            : null;
    }

    /// <summary>Samples the curve.</summary>
    /// <param name="points">Points without a <see cref="Problem"/>.</param>
    internal static IReadOnlyList<PressureFlowPoint> Sample(IReadOnlyList<CurvePoint> points)
    {
        if (points.Count < 3)
        {
            return points.Select(point => new PressureFlowPoint(point.Flow, point.Rise)).ToArray();
        }

        double[] squares = [.. points.Select(point => point.Flow.Si * point.Flow.Si)];
        CubicSpline curve = CubicSpline.InterpolatePchipSorted(squares, [.. points.Select(point => point.Rise.Si)]);
        var samples = new List<PressureFlowPoint>();
        for (int i = 0; i + 1 < squares.Length; i++)
        {
            samples.Add(new PressureFlowPoint(points[i].Flow, points[i].Rise));
            for (int k = 1; k < PiecesBetweenPoints; k++)
            {
                double square = squares[i] + ((squares[i + 1] - squares[i]) * k / PiecesBetweenPoints);
                samples.Add(new PressureFlowPoint(VolumeFlow.FromSi(Math.Sqrt(square)), Pressure.FromSi(Math.Max(0, curve.Interpolate(square)))));
            }
        }

        samples.Add(new PressureFlowPoint(points[^1].Flow, points[^1].Rise));
        return samples;
    }

    /// <summary>Flow at the reference speed below which the mover is in stall: where the rise was last seen to grow with the flow. Zero for a curve that only falls.</summary>
    /// <param name="points">Points by rising flow.</param>
    internal static VolumeFlow StallFlow(IReadOnlyList<PressureFlowPoint> points)
    {
        for (int i = points.Count - 1; i > 0; i--)
        {
            if (points[i].Rise > points[i - 1].Rise)
            {
                return points[i].Flow;
            }
        }

        return VolumeFlow.Zero;
    }
}
