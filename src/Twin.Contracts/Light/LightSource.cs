namespace Twin.Contracts;

/// <summary>A bundle of outputs of unmodulated light.</summary>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct LightSource
{
    internal LightSource(int inputs, int outputs, int count, int bundle) => (Inputs, Outputs, Count, Bundle) = (inputs, outputs, count, bundle);

    internal int Inputs { get; }

    internal int Outputs { get; }

    internal int Count { get; }

    internal int Bundle { get; }
}
