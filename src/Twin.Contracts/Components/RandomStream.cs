namespace Twin.Contracts;

/// <summary>A stream of random numbers of the component's own, seeded by the chassis and held in the state block.</summary>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct RandomStream
{
    internal RandomStream(int counter, int stream) => (Counter, Stream) = (counter, stream);

    internal int Counter { get; }

    internal int Stream { get; }
}
