using Twin.Units;

namespace Twin.Contracts;

/// <summary>A quantity that the component publishes.</summary>
/// <typeparam name="T">The quantity.</typeparam>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct Signal<T>
    where T : struct, IQuantity<T>
{
    internal Signal(int value) => Value = value;

    internal int Value { get; }
}
