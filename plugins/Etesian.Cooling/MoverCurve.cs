using MathNet.Numerics.Interpolation;
using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>Turns the few measured points of a fan or pump into the curve of the contract.</summary>
/// <remarks>
/// The contract joins points linearly in the square of the flow. A datasheet gives five to ten points; between them the curve is drawn with a
/// piecewise cubic that never overshoots the points (Fritsch and Carlson, SIAM J. Numer. Anal. 17 (1980) 238; the form of Fritsch and Butland, 1984), so that a
/// stall dip stays where it was measured and no new one appears. It is sampled at equal steps of the square of the flow.
/// </remarks>
internal static class MoverCurve
{
    // Against the cubic, the straight pieces then differ by under 1 % of the shut-off rise for the default curves.
    private const int Samples = 17;

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
    internal static PressureFlowPoint[] Sample(IReadOnlyList<CurvePoint> points)
    {
        if (points.Count < 3)
        {
            return [.. points.Select(point => new PressureFlowPoint(point.Flow, point.Rise))];
        }

        double[] squares = [.. points.Select(point => point.Flow.Si * point.Flow.Si)];
        CubicSpline curve = CubicSpline.InterpolatePchipSorted(squares, [.. points.Select(point => point.Rise.Si)]);
        var samples = new PressureFlowPoint[Samples];
        for (int i = 0; i < Samples; i++)
        {
            double square = squares[^1] * i / (Samples - 1);
            samples[i] = new PressureFlowPoint(VolumeFlow.FromSi(Math.Sqrt(square)), Pressure.FromSi(Math.Max(0, curve.Interpolate(square))));
        }

        return samples;
    }
}
