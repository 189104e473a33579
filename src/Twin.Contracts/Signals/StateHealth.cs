namespace Twin.Contracts;

/// <summary>What a state of a component means for its health.</summary>
/// <param name="Health">The health while the state holds. Degraded raises an alarm of severity warning, failed a critical one.</param>
/// <param name="Text">Text of the alarm: what the person on call should know and do. Not read for a state that is ok.</param>
public sealed record StateHealth(ComponentHealth Health, string Text = "")
{
    /// <summary>A state in which all is well.</summary>
    public static StateHealth Ok { get; } = new(ComponentHealth.Ok);

    /// <summary>A state in which the component works, but not as it should.</summary>
    /// <param name="text">Text of the alarm.</param>
    public static StateHealth Degraded(string text) => new(ComponentHealth.Degraded, text);

    /// <summary>A state in which the component does not do its work.</summary>
    /// <param name="text">Text of the alarm.</param>
    public static StateHealth Failed(string text) => new(ComponentHealth.Failed, text);
}
