namespace Twin.Contracts;

/// <summary>A die for a package: outline, power blocks and probe points; layers and neighbours belong to the package.</summary>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct Die
{
    internal Die(int index) => Index = index;

    internal int Index { get; }
}
