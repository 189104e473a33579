namespace Twin.Contracts;

/// <summary>A thermal conductance between two places of the component that the component may change.</summary>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct ThermalCoupling
{
    internal ThermalCoupling(int conductance) => Conductance = conductance;

    internal int Conductance { get; }
}
