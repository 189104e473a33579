namespace Twin.Contracts;

/// <summary>A named place where the component touches the world; the chassis file says what it touches.</summary>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct Mount
{
    internal Mount(int temperature) => Temperature = temperature;

    internal int Temperature { get; }
}
