using Twin.Engine.Compiling;

namespace Twin.Engine.Reloading;

/// <summary>What became of a plugin that was read again.</summary>
/// <param name="Before">The build that was there.</param>
/// <param name="After">The build that is there now; the same where nothing was to be done.</param>
public sealed record PluginReload(PluginBuild Before, PluginBuild After)
{
    /// <summary>Whether it is another build now, or the same one was exchanged because it was asked for.</summary>
    public bool IsExchanged { get; init; }

    /// <summary>The last step of the old build, or the newest one where the chassis does not use the plugin or nothing was done.</summary>
    public long Step { get; init; }

    /// <summary>Epoch of the run afterwards.</summary>
    public long Epoch { get; init; }

    /// <summary>Whether the structure of the chassis has changed, so that ids and dictionaries are others.</summary>
    public bool IsNewStructure { get; init; }

    /// <summary>Paths of components and packages that could not go on from where they were and began anew.</summary>
    public IReadOnlyList<string> Reinitialized { get; init; } = [];

    /// <summary>How long the stepping thread was at it.</summary>
    public TimeSpan SwapTime { get; init; }

    /// <summary>Whether a call of the new build did not return when it was taken: that component is quarantined, and its thread takes up to a core until the call returns or the twin is restarted.</summary>
    public bool HasLostThread { get; init; }

    /// <summary>Lines that components of the new build wrote while they were described.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];
}
