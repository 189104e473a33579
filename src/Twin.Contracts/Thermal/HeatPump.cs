namespace Twin.Contracts;

/// <summary>A thermoelectric module between two nodes of the component, driven from one of its loads.</summary>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext.Drive"/>.</remarks>
public readonly record struct HeatPump
{
    internal HeatPump(int current, int inputs, int load) => (Current, Inputs, Load) = (current, inputs, load);

    internal int Current { get; }

    internal int Inputs { get; }

    internal int Load { get; }
}
