namespace Twin.Contracts;

/// <summary>Where power from outside the chassis enters.</summary>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct PowerInlet
{
    internal PowerInlet(int inputs) => Inputs = inputs;

    internal int Inputs { get; }
}
