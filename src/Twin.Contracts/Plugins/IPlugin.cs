namespace Twin.Contracts;

/// <summary>Entry point of a plugin assembly: the host creates the one type that the manifest names and asks it to register its kinds.</summary>
/// <remarks>
/// The type is public, has a public parameterless constructor, and is the only public one of its assembly that implements this interface: a second one is refused. <see cref="Register"/> is called once for each load, on the loading
/// thread, before any component is described. An exception refuses the whole plugin, with its message.
/// </remarks>
public interface IPlugin
{
    /// <summary>Registers every component kind that the plugin offers.</summary>
    /// <param name="registry">Receives the kinds. Not to be kept after the call.</param>
    void Register(IComponentRegistry registry);
}
