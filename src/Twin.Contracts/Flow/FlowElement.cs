namespace Twin.Contracts;

/// <summary>A passive piece of a flow path: a cage, a heat sink, a cold plate, a duct, a leak.</summary>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct FlowElement
{
    internal FlowElement(int inputs, int opening) => (Inputs, Opening) = (inputs, opening);

    internal int Inputs { get; }

    internal int Opening { get; }
}
