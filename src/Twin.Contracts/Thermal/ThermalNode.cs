namespace Twin.Contracts;

/// <summary>A lump of the component with a heat capacity and one temperature.</summary>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct ThermalNode
{
    internal ThermalNode(int temperature, int heat) => (Temperature, Heat) = (temperature, heat);

    internal int Temperature { get; }

    internal int Heat { get; }
}
