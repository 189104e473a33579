using Twin.Units;

namespace Twin.Contracts;

/// <summary>A parameter that may change while the chassis runs.</summary>
/// <typeparam name="T">The quantity.</typeparam>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct LiveParameter<T>
    where T : struct, IQuantity<T>
{
    internal LiveParameter(int value) => Value = value;

    internal int Value { get; }
}
