namespace Twin.Engine.Reloading;

/// <summary>Stable codes of everything that can be wrong with a build that is to be taken into a running twin, <c>TW0700</c> to <c>TW0799</c>, besides what is wrong with its folder or with what its parts say of themselves.</summary>
public static class ReloadProblemCodes
{
    /// <summary>A constructor or Describe of the new build does not return. Its thread is lost.</summary>
    public const string NeverDescribed = "TW0701";

    /// <summary>A part of the new build was quarantined in a trial on a copy of the state, or one of another plugin beside it: it threw, or wrote what is not finite or far out of range.</summary>
    public const string QuarantinedInTrial = "TW0702";

    /// <summary>The chassis cannot be compiled or stepped with the new build: it makes the engine throw.</summary>
    public const string TrialFailed = "TW0703";

    /// <summary>A step of the new build takes very long in a trial, or never returns. Its thread is lost if it does not.</summary>
    public const string TrialHangs = "TW0704";

    /// <summary>The run could not take the new build, which is not at fault: the twin is stopping, or its queue of commands was full all the time.</summary>
    public const string NotTaken = "TW0705";

    /// <summary>The folder holds another plugin than the one that is to be reloaded.</summary>
    public const string OtherPlugin = "TW0710";

    /// <summary>The plugin's constructor or its Register does not return. No plugin can be exchanged until it does, or the twin is restarted.</summary>
    public const string NeverLoaded = "TW0711";
}
