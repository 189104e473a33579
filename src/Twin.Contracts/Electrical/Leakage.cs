namespace Twin.Contracts;

/// <summary>Power drawn from one load and released in one node that rises with the temperature of that node.</summary>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext.DrawLeakage"/>.</remarks>
public readonly record struct Leakage
{
    internal Leakage(int slot, int load) => (Slot, Load) = (slot, load);

    internal int Slot { get; }

    internal int Load { get; }
}
