namespace Twin.Engine.Running;

/// <summary>A component does not return from a call, where the run cannot go on without it.</summary>
/// <param name="component">Path of the component.</param>
/// <param name="message">Which call of which component, and what it costs.</param>
public sealed class HangException(string component, string message) : Exception(message)
{
    /// <summary>Path of the component.</summary>
    public string Component { get; } = component;
}
