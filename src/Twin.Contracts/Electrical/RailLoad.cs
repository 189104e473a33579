namespace Twin.Contracts;

/// <summary>A consumer at a rail.</summary>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct RailLoad
{
    internal RailLoad(int inputs, int draw) => (Inputs, Draw) = (inputs, draw);

    internal int Inputs { get; }

    internal int Draw { get; }
}
