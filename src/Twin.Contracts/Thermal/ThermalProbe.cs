namespace Twin.Contracts;

/// <summary>A point of a die whose temperature the component wants to know or hang a node of its own on.</summary>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct ThermalProbe
{
    internal ThermalProbe(int temperature) => Temperature = temperature;

    internal int Temperature { get; }
}
