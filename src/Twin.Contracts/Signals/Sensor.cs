namespace Twin.Contracts;

/// <summary>A reading of a node or signal as the real part would report it: offset, noise, resolution, lag, polling period.</summary>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct Sensor
{
    internal Sensor(int value) => Value = value;

    internal int Value { get; }
}
