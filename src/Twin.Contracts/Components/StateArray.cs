namespace Twin.Contracts;

/// <summary>A fixed-length array of the component's own values that change from step to step.</summary>
/// <typeparam name="T">Any unmanaged type.</typeparam>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct StateArray<T>
    where T : unmanaged
{
    internal StateArray(int offset, int count) => (Offset, Count) = (offset, count);

    internal int Offset { get; }

    internal int Count { get; }
}
