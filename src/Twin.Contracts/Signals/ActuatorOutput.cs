namespace Twin.Contracts;

/// <summary>Where a controller moves actuators; the chassis file says which.</summary>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct ActuatorOutput
{
    internal ActuatorOutput(int value) => Value = value;

    internal int Value { get; }
}
