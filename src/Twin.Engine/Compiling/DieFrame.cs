using Twin.Contracts;
using Twin.Physics.Thermal.Packages;

namespace Twin.Engine.Compiling;

/// <summary>Takes places of a die's own frame into the package that it lies in.</summary>
/// <param name="XM">Left edge of the die as it lies, metres.</param>
/// <param name="YM">Lower edge of the die as it lies, metres.</param>
/// <param name="WidthM">Extent along the die's own x, metres.</param>
/// <param name="HeightM">Extent along the die's own y, metres.</param>
/// <param name="QuarterTurns">Quarter turns counter-clockwise, 0 to 3.</param>
/// <param name="IsMirrored">Whether the die's own x runs backwards before it is turned.</param>
internal readonly record struct DieFrame(double XM, double YM, double WidthM, double HeightM, int QuarterTurns, bool IsMirrored)
{
    private bool IsSideways => QuarterTurns % 2 == 1;

    /// <summary>The outline of the die as it lies.</summary>
    public PackageArea Outline => new(XM, YM, IsSideways ? HeightM : WidthM, IsSideways ? WidthM : HeightM);

    /// <summary>A point of the die as it lies.</summary>
    public (double XM, double YM) Place(double x, double y)
    {
        x = IsMirrored ? WidthM - x : x;
        return QuarterTurns switch
        {
            1 => (XM + HeightM - y, YM + x),
            2 => (XM + WidthM - x, YM + HeightM - y),
            3 => (XM + y, YM + WidthM - x),
            _ => (XM + x, YM + y),
        };
    }

    /// <summary>A rectangle of the die as it lies.</summary>
    public PackageArea Place(in DieRectangle area)
    {
        double width = area.Width.Meters;
        double height = area.Height.Meters;
        (double x0, double y0) = Place(area.X.Meters, area.Y.Meters);
        (double x1, double y1) = Place(area.X.Meters + width, area.Y.Meters + height);
        return new PackageArea(Math.Min(x0, x1), Math.Min(y0, y1), IsSideways ? height : width, IsSideways ? width : height);
    }
}
