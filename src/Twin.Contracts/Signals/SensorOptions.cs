using Twin.Units;

namespace Twin.Contracts;

/// <summary>How a sensor differs from the truth. Figures in the unit of what it reads, in SI (temperatures in degC or K of difference).</summary>
/// <param name="Offset">Standard deviation of the fixed error from part to part.</param>
/// <param name="Noise">Standard deviation of the error from reading to reading.</param>
/// <param name="Resolution">Step of the reported value; 0 for none.</param>
/// <param name="Lag">Time constant of the first-order lag; zero for none.</param>
/// <param name="Period">Time between readings; zero for every step.</param>
public sealed record SensorOptions(double Offset, double Noise, double Resolution, Duration Lag, Duration Period)
{
    /// <summary>A digital on-die temperature sensor: 1 K offset (1 sigma), 0.1 K noise, 0.125 K resolution, read every 100 ms.</summary>
    public static SensorOptions DieTemperature { get; } = new(1, 0.1, 0.125, Duration.Zero, Duration.FromMilliseconds(100));
}
