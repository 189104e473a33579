using Twin.Units;

namespace Twin.Contracts;

/// <summary>A knob of the component: moved by a controller, or overridden by an operator.</summary>
/// <typeparam name="T">The quantity.</typeparam>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct Actuator<T>
    where T : struct, IQuantity<T>
{
    internal Actuator(int value) => Value = value;

    internal int Value { get; }
}
