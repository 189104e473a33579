namespace Twin.Engine.Structure;

/// <summary>State of a port, as published by its status signal.</summary>
public enum PortState
{
    /// <summary>Not configured, or its codewords cannot be decoded.</summary>
    Down,

    /// <summary>Carries traffic, but a lane has less than no margin.</summary>
    Degraded,

    /// <summary>Carries traffic.</summary>
    Up,
}
