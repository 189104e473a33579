namespace Twin.Contracts;

/// <summary>How a signal is presented.</summary>
/// <param name="Description">One line for people.</param>
/// <param name="Minimum">Lowest value that makes sense, in SI (temperatures in degC).</param>
/// <param name="Maximum">Highest value that makes sense, in SI (temperatures in degC). A component that goes beyond a range with both ends by more than ten times its width is quarantined: its model has failed, not the part.</param>
/// <param name="Metric">OpenTelemetry name it maps to (<c>chassis.laser.bias_current</c>), or null for none.</param>
/// <param name="ElementType">Value of <c>hw.type</c> of what it belongs to (<c>laser</c>), or null for the component's own.</param>
public sealed record SignalOptions(
    string Description, double Minimum = double.NegativeInfinity, double Maximum = double.PositiveInfinity, string? Metric = null, string? ElementType = null);
