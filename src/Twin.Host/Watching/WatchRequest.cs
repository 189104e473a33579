namespace Twin.Host.Watching;

/// <summary>What a key asks for.</summary>
internal abstract record WatchRequest
{
    /// <summary>Stops simulated time.</summary>
    internal sealed record Pause : WatchRequest;

    /// <summary>Lets it go on.</summary>
    internal sealed record Resume : WatchRequest;

    /// <summary>Does steps while paused.</summary>
    /// <param name="Count">How many.</param>
    internal sealed record Step(int Count) : WatchRequest;

    /// <summary>Sets the speed.</summary>
    /// <param name="Factor">Simulated seconds for each second.</param>
    internal sealed record Speed(double Factor) : WatchRequest;

    /// <summary>Chooses the workload.</summary>
    /// <param name="Name">Its name.</param>
    internal sealed record Workload(string Name) : WatchRequest;

    /// <summary>Injects a fault.</summary>
    /// <param name="Path">Its path.</param>
    /// <param name="Severity">How severe, as typed.</param>
    internal sealed record Inject(string Path, string Severity) : WatchRequest;

    /// <summary>Clears a fault.</summary>
    /// <param name="Path">Its path.</param>
    internal sealed record Clear(string Path) : WatchRequest;

    /// <summary>Wants all signals of a component, beside those of the first page.</summary>
    /// <param name="Component">Path of the component, or null for none.</param>
    internal sealed record Follow(string? Component) : WatchRequest;

    /// <summary>Ends the view.</summary>
    internal sealed record Quit : WatchRequest;
}
