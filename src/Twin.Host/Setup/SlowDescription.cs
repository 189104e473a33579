using Twin.Engine.Compiling;

namespace Twin.Host.Setup;

/// <summary>Tells of a component that keeps a chassis from being compiled because its constructor or <c>Describe</c> does not return.</summary>
/// <remarks>Compiling goes on waiting: nothing runs yet that could be held up, and whoever waits can end the program. Every component that is begun begins the patience anew.</remarks>
internal sealed class SlowDescription : IProgress<string>, IDisposable
{
    private readonly IProgress<string> _progress;
    private readonly TimeSpan _patience;
    private readonly Timer _timer;
    private volatile ComponentKind? _begun;

    /// <summary>Makes one.</summary>
    /// <param name="progress">Receives what is told, and what is reported here.</param>
    /// <param name="patience">Time after which it tells.</param>
    public SlowDescription(IProgress<string> progress, TimeSpan patience)
    {
        (_progress, _patience) = (progress, patience);
        _timer = new Timer(_ => Tell(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The same kinds, which say when a component of theirs is begun.</summary>
    /// <param name="kinds">The kinds, by name.</param>
    public Dictionary<string, ComponentKind> Watch(IReadOnlyDictionary<string, ComponentKind> kinds) => kinds.ToDictionary(
        pair => pair.Key,
        pair => pair.Value with
        {
            Create = parameters =>
            {
                Begin(pair.Value);
                return pair.Value.Create(parameters);
            },
        },
        StringComparer.Ordinal);

    /// <inheritdoc/>
    /// <remarks>What reports is past describing.</remarks>
    public void Report(string value)
    {
        _begun = null;
        _progress.Report(value);
    }

    /// <summary>Nothing is told from now on.</summary>
    public void Dispose()
    {
        _begun = null;
        _timer.Dispose();
    }

    private void Begin(ComponentKind kind)
    {
        _begun = kind;
        try
        {
            _timer.Change(_patience, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // The chassis is compiled again, for a what-if run.
            _begun = null;
        }
    }

    private void Tell()
    {
        if (_begun is { } kind)
        {
            _progress.Report(FormattableString.Invariant(
                $"The chassis is still being compiled, {_patience.TotalSeconds:0.#} s after a component of the kind '{kind.Name}' of plugin '{kind.Plugin}' was begun: does its constructor or Describe not return?"));
        }
    }
}
