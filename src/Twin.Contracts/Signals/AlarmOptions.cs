namespace Twin.Contracts;

/// <summary>Limits of an alarm on a signal. Figures in the unit of the signal, in SI (temperatures in degC).</summary>
/// <param name="Low">Raised below this; negative infinity for none.</param>
/// <param name="High">Raised above this; positive infinity for none.</param>
/// <param name="Hysteresis">How far the signal must come back before it clears; zero or more.</param>
/// <param name="Severity">How urgent it is.</param>
/// <param name="Text">What the person on call should know and do.</param>
public sealed record AlarmOptions(double Low, double High, double Hysteresis, AlarmSeverity Severity, string Text);
