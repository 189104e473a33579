namespace Twin.Contracts;

/// <summary>A state out of a declared list that the component publishes.</summary>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct StatusSignal
{
    internal StatusSignal(int value) => Value = value;

    internal int Value { get; }
}
