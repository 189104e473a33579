namespace Twin.Engine.Reloading;

/// <summary>Whether a plugin is used.</summary>
public enum PluginState
{
    /// <summary>Components of the running chassis are of it.</summary>
    Running,

    /// <summary>It is loaded, and no component of the running chassis is of it.</summary>
    Unused,

    /// <summary>It was given up and is still in memory, which is so for a while after each exchange.</summary>
    Unloading,
}
