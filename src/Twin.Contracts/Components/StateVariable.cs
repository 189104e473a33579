namespace Twin.Contracts;

/// <summary>A value of the component's own that changes from step to step.</summary>
/// <typeparam name="T">Any unmanaged type.</typeparam>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct StateVariable<T>
    where T : unmanaged
{
    internal StateVariable(int offset) => Offset = offset;

    internal int Offset { get; }
}
