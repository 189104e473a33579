using Twin.Units;

namespace Twin.Contracts;

/// <summary>Light arriving at a <see cref="LightInput"/>, one entry for each input.</summary>
/// <param name="power">Optical power.</param>
/// <param name="wavelength">Vacuum wavelength.</param>
/// <param name="rinPerHertz">Relative intensity noise as a linear ratio in 1/Hz.</param>
public readonly ref struct ArrivingLightView(ReadOnlySpan<Power> power, ReadOnlySpan<Wavelength> wavelength, ReadOnlySpan<double> rinPerHertz)
{
    /// <summary>Optical power at each input.</summary>
    public ReadOnlySpan<Power> Power { get; } = power;

    /// <summary>Vacuum wavelength at each input.</summary>
    public ReadOnlySpan<Wavelength> Wavelength { get; } = wavelength;

    /// <summary>Relative intensity noise at each input as a linear ratio in 1/Hz.</summary>
    public ReadOnlySpan<double> RinPerHertz { get; } = rinPerHertz;
}
