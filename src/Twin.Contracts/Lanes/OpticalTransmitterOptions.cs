using Twin.Units;

namespace Twin.Contracts;

/// <summary>Starting values of a bundle of optical transmitters.</summary>
/// <param name="Wavelength">Nominal wavelength; a carrier from a light input brings its own.</param>
/// <param name="Bandwidth">3 dB electro-optic bandwidth.</param>
/// <param name="LevelMismatch">Ratio of level mismatch (RLM).</param>
public sealed record OpticalTransmitterOptions(Wavelength Wavelength, Frequency Bandwidth, double LevelMismatch = 1);
