using Twin.Units;

namespace Twin.Contracts;

/// <summary>A quantity that the component publishes for each of several lanes.</summary>
/// <typeparam name="T">The quantity.</typeparam>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct LaneSignal<T>
    where T : struct, IQuantity<T>
{
    internal LaneSignal(int values, int count) => (Values, Count) = (values, count);

    internal int Values { get; }

    internal int Count { get; }
}
