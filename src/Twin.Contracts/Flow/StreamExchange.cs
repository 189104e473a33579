namespace Twin.Contracts;

/// <summary>Heat exchange between the fluids of two flow elements of the component, such as a radiator.</summary>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct StreamExchange
{
    internal StreamExchange(int conductance, int scale) => (Conductance, Scale) = (conductance, scale);

    internal int Conductance { get; }

    internal int Scale { get; }
}
