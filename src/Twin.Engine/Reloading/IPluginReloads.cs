namespace Twin.Engine.Reloading;

/// <summary>The plugins of a running twin: which there are, and how one is exchanged or taken away. Implemented by the host, which finds and loads them.</summary>
/// <remarks>Every member may be used from any thread. One change is made at a time. Nothing here holds up a step but the swap itself, which is done between two of them.</remarks>
public interface IPluginReloads
{
    /// <summary>Gives the plugins as they are now: those that are loaded, in order of id, then those that were given up and are still in memory.</summary>
    /// <returns>A list that does not change.</returns>
    IReadOnlyList<PluginListing> List();

    /// <summary>Reads a plugin again and lets the twin go on with what is there now.</summary>
    /// <param name="request">Which one, and from where.</param>
    /// <param name="cancellationToken">Gives it up as long as the swap has not been asked for.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="PluginReloadException">It was refused; nothing has changed.</exception>
    Task<PluginReload> ReloadAsync(PluginReloadRequest request, CancellationToken cancellationToken = default);

    /// <summary>Takes a plugin away that the chassis does not use.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The build that was taken away.</returns>
    /// <exception cref="PluginReloadException">It was refused; nothing has changed.</exception>
    PluginListing Remove(string id);
}
