namespace Twin.Contracts;

/// <summary>A declared event that the component can raise in a step.</summary>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct ComponentEvent
{
    internal ComponentEvent(int slot) => Slot = slot;

    internal int Slot { get; }
}
