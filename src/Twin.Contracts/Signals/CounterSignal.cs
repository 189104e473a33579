namespace Twin.Contracts;

/// <summary>A count that only grows while a run lasts.</summary>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct CounterSignal
{
    internal CounterSignal(int value) => Value = value;

    internal int Value { get; }
}
