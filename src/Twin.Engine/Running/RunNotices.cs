namespace Twin.Engine.Running;

/// <summary>Names of the events behind <see cref="RunNotice"/>.</summary>
internal static class RunNotices
{
    /// <summary>Last part of the event's path.</summary>
    public static string NameOf(RunNotice notice) => notice switch
    {
        RunNotice.Restored => "restored",
        RunNotice.Forked => "forked",
        RunNotice.SnapshotTaken => "snapshot-taken",
        RunNotice.Reloaded => "reloaded",
        _ => "thread-lost",
    };
}
