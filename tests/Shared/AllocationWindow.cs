namespace Twin.Testing;

/// <summary>
/// Counts the bytes that the calling thread allocates from a moment on. A thread takes memory in quanta of 8 KiB, and a collection that another thread
/// starts charges it the unused rest of its quantum, as if it had allocated that. A collection of our own at the start leaves no rest, so
/// nothing but this thread's own allocations is counted.
/// </summary>
internal readonly struct AllocationWindow
{
    private readonly long _before;

    private AllocationWindow(long before) => _before = before;

    /// <summary>Gets the bytes allocated by this thread since the window was opened; to be read on the thread that opened it.</summary>
    public long Bytes => GC.GetAllocatedBytesForCurrentThread() - _before;

    /// <summary>Opens a window.</summary>
    /// <returns>The window, from now on.</returns>
    public static AllocationWindow Open()
    {
        GC.Collect(0);
        return new AllocationWindow(GC.GetAllocatedBytesForCurrentThread());
    }
}
