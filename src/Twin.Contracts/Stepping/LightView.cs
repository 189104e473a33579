using Twin.Units;

namespace Twin.Contracts;

/// <summary>Light leaving a <see cref="LightSource"/>, one entry for each output. Writes go to the component's outputs.</summary>
/// <param name="power">Optical power.</param>
/// <param name="wavelength">Vacuum wavelength.</param>
/// <param name="rinPerHertz">Relative intensity noise as a linear ratio in 1/Hz.</param>
public readonly ref struct LightView(Span<Power> power, Span<Wavelength> wavelength, Span<double> rinPerHertz)
{
    /// <summary>Optical power of each output.</summary>
    public Span<Power> Power { get; } = power;

    /// <summary>Vacuum wavelength of each output.</summary>
    public Span<Wavelength> Wavelength { get; } = wavelength;

    /// <summary>Relative intensity noise of each output as a linear ratio in 1/Hz.</summary>
    public Span<double> RinPerHertz { get; } = rinPerHertz;
}
