using Twin.Units;

namespace Twin.Contracts;

/// <summary>A bundle of outputs of unmodulated light.</summary>
/// <param name="Wavelengths">Nominal wavelength of each output, one for all or one for each.</param>
/// <param name="PolarizationExtinction">Ratio of wanted to unwanted polarisation in the polarisation-maintaining fibre.</param>
/// <param name="LineWidth">Line width, full width at half maximum.</param>
public sealed record LightSourceOptions(IReadOnlyList<Wavelength> Wavelengths, Decibels PolarizationExtinction, Frequency LineWidth);
