namespace Twin.Contracts;

/// <summary>A fan or a pump.</summary>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct FlowMover
{
    internal FlowMover(int inputs, int speed) => (Inputs, Speed) = (inputs, speed);

    internal int Inputs { get; }

    internal int Speed { get; }
}
