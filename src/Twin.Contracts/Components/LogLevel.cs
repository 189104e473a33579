namespace Twin.Contracts;

/// <summary>Importance of a line that a component writes while it is described.</summary>
public enum LogLevel
{
    /// <summary>Of use to whoever develops the component.</summary>
    Debug,

    /// <summary>Of use to whoever runs the chassis.</summary>
    Information,

    /// <summary>Allowed, but probably not what was meant.</summary>
    Warning,
}
