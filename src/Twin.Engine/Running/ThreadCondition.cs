namespace Twin.Engine.Running;

/// <summary>What a thread is doing, as the system sees it.</summary>
public enum ThreadCondition
{
    /// <summary>It runs, or would if it had a processor.</summary>
    Runnable,

    /// <summary>It waits of its own accord.</summary>
    Sleeping,

    /// <summary>The system holds it: it is stopped, or waits for a disk or for memory to be read back.</summary>
    Held,
}
