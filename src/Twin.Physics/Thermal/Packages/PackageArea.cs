namespace Twin.Physics.Thermal.Packages;

/// <summary>A rectangle seen from above. Origin of the package is its lower left corner, x to the east, y to the north.</summary>
/// <param name="XM">Left edge, metres.</param>
/// <param name="YM">Lower edge, metres.</param>
/// <param name="WidthM">Extent along x, metres.</param>
/// <param name="HeightM">Extent along y, metres.</param>
public readonly record struct PackageArea(double XM, double YM, double WidthM, double HeightM)
{
    /// <summary>Right edge, metres.</summary>
    public double RightM => XM + WidthM;

    /// <summary>Upper edge, metres.</summary>
    public double TopM => YM + HeightM;

    /// <summary>Area, square metres.</summary>
    public double AreaM2 => WidthM * HeightM;

    /// <summary>Area that two rectangles have in common, square metres; zero where they only touch.</summary>
    /// <param name="other">The other rectangle.</param>
    public double Overlap(in PackageArea other) =>
        Math.Max(0, Math.Min(RightM, other.RightM) - Math.Max(XM, other.XM)) * Math.Max(0, Math.Min(TopM, other.TopM) - Math.Max(YM, other.YM));
}
