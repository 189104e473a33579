namespace Twin.Contracts;

/// <summary>A bundle of places where unmodulated light from outside enters.</summary>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct LightInput
{
    internal LightInput(int inputs, int count, int bundle) => (Inputs, Count, Bundle) = (inputs, count, bundle);

    internal int Inputs { get; }

    internal int Count { get; }

    internal int Bundle { get; }
}
