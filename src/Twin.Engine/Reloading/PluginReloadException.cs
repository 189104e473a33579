using Twin.Engine.Description;

namespace Twin.Engine.Reloading;

/// <summary>A change of plugins was refused; everything is as before.</summary>
public sealed class PluginReloadException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="status">Why.</param>
    /// <param name="message">For people: what was wrong and what would be right.</param>
    /// <param name="problems">All that is wrong with the build; null for nothing.</param>
    public PluginReloadException(PluginReloadStatus status, string message, IReadOnlyList<Problem>? problems = null)
        : base(message)
    {
        Status = status;
        Problems = problems ?? [];
    }

    /// <summary>Why.</summary>
    public PluginReloadStatus Status { get; }

    /// <summary>All that is wrong with the build.</summary>
    public IReadOnlyList<Problem> Problems { get; }

    /// <summary>Ids that are near one that is not known.</summary>
    public IReadOnlyList<string> Nearest { get; init; } = [];
}
