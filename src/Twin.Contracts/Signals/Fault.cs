namespace Twin.Contracts;

/// <summary>A fault that can be injected from outside: severity 0 (off) to 1.</summary>
/// <remarks>A handle: made by <see cref="IComponentBuilder"/>, used with <see cref="StepContext"/>.</remarks>
public readonly record struct Fault
{
    internal Fault(int severity) => Severity = severity;

    internal int Severity { get; }
}
