namespace Twin.Engine.Compiling;

/// <summary>Which component is asked to describe itself, for whoever waits; and a word from there that nobody waits any more.</summary>
/// <param name="time">The clock.</param>
internal sealed class DescribingProgress(TimeProvider time)
{
    private volatile Begun? _begun;
    private volatile bool _isGivenUp;

    /// <summary>The component that is at it, and for how long; null between two and after the last one.</summary>
    public (string Component, TimeSpan Lasted)? UnderWay => _begun is { } begun ? (begun.Component, time.GetElapsedTime(begun.Timestamp)) : null;

    /// <summary>A component is about to be made and described. On the thread that does it.</summary>
    /// <param name="component">Its path.</param>
    /// <exception cref="OperationCanceledException">Nobody waits any more: no further code of a plugin is to be called.</exception>
    public void Begin(string component)
    {
        if (_isGivenUp)
        {
            throw new OperationCanceledException("The compilation was given up.");
        }

        _begun = new Begun(component, time.GetTimestamp());
    }

    /// <summary>The component has described itself, or failed to.</summary>
    public void End() => _begun = null;

    /// <summary>Ends it before the next component is made.</summary>
    public void GiveUp() => _isGivenUp = true;

    private sealed record Begun(string Component, long Timestamp);
}
