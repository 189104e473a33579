namespace Twin.Contracts;

/// <summary>A converter: takes power from a load or an inlet of the same component and feeds a rail.</summary>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct PowerSource
{
    internal PowerSource(int inputs, int enabled) => (Inputs, Enabled) = (inputs, enabled);

    internal int Inputs { get; }

    internal int Enabled { get; }
}
