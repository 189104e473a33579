namespace Twin.Contracts;

/// <summary>A rectangle of a die in which power is released evenly.</summary>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct DieBlock
{
    internal DieBlock(int temperature, int heat) => (Temperature, Heat) = (temperature, heat);

    internal int Temperature { get; }

    internal int Heat { get; }
}
