namespace Twin.Contracts;

/// <summary>A bundle of optical receivers.</summary>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct OpticalReceiver
{
    internal OpticalReceiver(int inputs, int outputs, int count, int bundle, int arrivals) =>
        (Inputs, Outputs, Count, Bundle, Arrivals) = (inputs, outputs, count, bundle, arrivals);

    internal int Inputs { get; }

    internal int Outputs { get; }

    internal int Count { get; }

    internal int Bundle { get; }

    /// <summary>First word of what arrived, or -1 where the component has no receiver model of its own.</summary>
    internal int Arrivals { get; }
}
