namespace Twin.Contracts;

/// <summary>Heat exchange between a node of the component and the fluid in one of its flow elements.</summary>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct ConvectiveExchange
{
    internal ConvectiveExchange(int conductance, int scale) => (Conductance, Scale) = (conductance, scale);

    internal int Conductance { get; }

    internal int Scale { get; }
}
