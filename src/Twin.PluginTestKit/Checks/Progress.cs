using Twin.PluginTestKit.Bench;

namespace Twin.PluginTestKit.Checks;

/// <summary>Where the checks are, for the thread that waits for them.</summary>
internal sealed class Progress
{
    private volatile string _kind = string.Empty;
    private volatile int _case = -1;
    private volatile int _behavior = -1;
    private long _count;

    /// <summary>The kind in work; empty before and between.</summary>
    public string Kind => _kind;

    /// <summary>The case in work, or -1.</summary>
    public int Case => _case;

    /// <summary>The call in work.</summary>
    public string Call => _kind.Length == 0 ? "loading and Register" : _behavior < 0 ? "factory and Describe" : ((Behavior)_behavior).ToString();

    /// <summary>Rises with everything that is done.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>A case begins.</summary>
    public void Begin(string kind, int number)
    {
        (_kind, _case, _behavior) = (kind, number, -1);
        Interlocked.Increment(ref _count);
    }

    /// <summary>A call begins.</summary>
    public void Calling(Behavior behavior)
    {
        _behavior = (int)behavior;
        Interlocked.Increment(ref _count);
    }
}
