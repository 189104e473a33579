using Twin.Units;

namespace Twin.Contracts;

/// <summary>A converter.</summary>
/// <param name="Output">Voltage without load.</param>
/// <param name="Rated">Output it is made for.</param>
/// <param name="Loss">Loss over output.</param>
/// <param name="LoadLine">Output resistance, by which the voltage falls with current and by which parallel sources share.</param>
/// <param name="TripAbove">Share of the rated output above which it trips and stays off until reset; 1.2 is usual.</param>
/// <param name="Ripple">Noise at its output, rms, at rated output; it goes with the output.</param>
public sealed record PowerSourceOptions(Voltage Output, Power Rated, ConverterLoss Loss, Resistance LoadLine, double TripAbove, Voltage Ripple);
