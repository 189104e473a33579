namespace Twin.Contracts;

/// <summary>Where a controller reads sensors; the chassis file says which.</summary>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct SensorInput
{
    internal SensorInput(int values, int count) => (Values, Count) = (values, count);

    internal int Values { get; }

    internal int Count { get; }
}
