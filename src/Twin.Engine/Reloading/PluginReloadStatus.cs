namespace Twin.Engine.Reloading;

/// <summary>Why a plugin was not exchanged or taken away.</summary>
public enum PluginReloadStatus
{
    /// <summary>There is no plugin of that id.</summary>
    NotFound,

    /// <summary>The folder is not one from which plugins may be read.</summary>
    ForeignFolder,

    /// <summary>The build that is there is wrong: it cannot be loaded, the chassis cannot be made with it, or it failed in the trial.</summary>
    Rejected,

    /// <summary>The chassis uses it.</summary>
    InUse,

    /// <summary>Another change is under way.</summary>
    Busy,

    /// <summary>The twin is stopping.</summary>
    Unavailable,
}
