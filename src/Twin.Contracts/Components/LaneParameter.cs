using Twin.Units;

namespace Twin.Contracts;

/// <summary>A parameter with a value of its own for each lane, drawn with the declared spread.</summary>
/// <typeparam name="T">The quantity.</typeparam>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct LaneParameter<T>
    where T : struct, IQuantity<T>
{
    internal LaneParameter(int values, int count) => (Values, Count) = (values, count);

    internal int Values { get; }

    internal int Count { get; }
}
