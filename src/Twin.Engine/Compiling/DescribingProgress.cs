namespace Twin.Engine.Compiling;

/// <summary>Which component is asked to describe itself, for whoever waits; and a word from there that nobody waits any more.</summary>
/// <param name="time">The clock.</param>
internal sealed class DescribingProgress(TimeProvider time)
{
    private volatile Begun? _begun;
    private volatile bool _isGivenUp;

    /// <summary>The component that is at it, and for how long components have been; null before the first one and after the last.</summary>
    public (string Component, TimeSpan Lasted)? UnderWay => _begun is { } begun ? (begun.Component, time.GetElapsedTime(begun.First)) : null;

    /// <summary>A component is about to be made and described. On the thread that does it.</summary>
    /// <param name="component">Its path.</param>
    /// <exception cref="OperationCanceledException">Nobody waits any more: no further code of a plugin is to be called.</exception>
    public void Begin(string component)
    {
        Check();
        _begun = new Begun(component, _begun?.First ?? time.GetTimestamp());
    }

    /// <summary>All components have described themselves, or failed to.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits any more.</exception>
    public void End()
    {
        _begun = null;
        Check();
    }

    /// <summary>Ends it before the next component is made.</summary>
    public void GiveUp() => _isGivenUp = true;

    private void Check()
    {
        if (_isGivenUp)
        {
            throw new OperationCanceledException("The compilation was given up.");
        }
    }

    private sealed record Begun(string Component, long First);
}
