namespace Twin.Engine.Snapshots;

/// <summary>A value that differs between two moments.</summary>
/// <param name="Path">Path of the signal or knob.</param>
/// <param name="Unit">UCUM code of the values.</param>
/// <param name="First">Its value in the one.</param>
/// <param name="Second">Its value in the other.</param>
public readonly record struct ValueDifference(string Path, string Unit, double First, double Second)
{
    /// <summary>The second less the first; NaN where one of them is no number.</summary>
    public double Difference => Second - First;

    /// <summary>The difference as a share of the larger magnitude: 0 to 2; infinite where there is a number on one side only.</summary>
    public double Relative => Of(First, Second);

    private static double Of(double first, double second)
    {
        double difference = Math.Abs(second - first);
        return double.IsFinite(difference) ? difference / Math.Max(Math.Abs(first), Math.Abs(second)) : double.PositiveInfinity;
    }
}
