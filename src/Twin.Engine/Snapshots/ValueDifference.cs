namespace Twin.Engine.Snapshots;

/// <summary>A value that differs between two moments.</summary>
/// <param name="Path">Path of the signal or knob.</param>
/// <param name="Unit">UCUM code of the values.</param>
/// <param name="First">Its value in the one.</param>
/// <param name="Second">Its value in the other.</param>
public readonly record struct ValueDifference(string Path, string Unit, double First, double Second)
{
    /// <summary>What the difference is measured against, in the same unit: the width of the signal's declared range, else the larger value, with a floor; of a knob the width of its range. Zero where nothing is known.</summary>
    public double Scale { get; init; }

    /// <summary>The difference, without sign, as a share of <see cref="Scale"/>; of <see cref="Relative"/> where there is none. Infinite where there is a number on one side only.</summary>
    public double Scaled => Scale > 0 && double.IsFinite(Difference) ? Math.Abs(Difference) / Scale : Relative;

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
