namespace Twin.Host.Watching;

/// <summary>News for the view: of the twin, of the connection, of the terminal.</summary>
internal abstract record WatchUpdate
{
    /// <summary>The twin answers.</summary>
    /// <param name="Outline">What it runs; the same object as before where the chassis is the same.</param>
    internal sealed record Connected(ChassisOutline Outline) : WatchUpdate;

    /// <summary>The twin does not answer.</summary>
    /// <param name="Reason">What happened.</param>
    /// <param name="Retry">After how long it is tried again.</param>
    internal sealed record Lost(string Reason, TimeSpan Retry) : WatchUpdate;

    /// <summary>Values of one moment.</summary>
    /// <param name="Position">The moment.</param>
    /// <param name="Ids">Ids of the signals.</param>
    /// <param name="Numbers">A value for each.</param>
    internal sealed record Values(V1.Position Position, IReadOnlyList<int> Ids, IReadOnlyList<double> Numbers) : WatchUpdate;

    /// <summary>How the run keeps up.</summary>
    /// <param name="Run">The answer of the twin.</param>
    internal sealed record Status(V1.RunStatus Run) : WatchUpdate;

    /// <summary>Which alarms are raised.</summary>
    /// <param name="Raised">The events that raised them.</param>
    /// <param name="IsAnother">Whether the twin is another one than before, whose events begin anew.</param>
    internal sealed record Alarms(IReadOnlyList<V1.Event> Raised, bool IsAnother) : WatchUpdate;

    /// <summary>Events.</summary>
    /// <param name="News">In order.</param>
    /// <param name="Missed">How many before them are lost.</param>
    internal sealed record Happened(IReadOnlyList<V1.Event> News, long Missed) : WatchUpdate;

    /// <summary>The faults that can be injected, with their severities.</summary>
    /// <param name="Knobs">The faults.</param>
    internal sealed record Faults(IReadOnlyList<V1.Knob> Knobs) : WatchUpdate;

    /// <summary>What became of a command.</summary>
    /// <param name="Text">One line.</param>
    /// <param name="IsRefused">Whether nothing was done.</param>
    internal sealed record Answer(string Text, bool IsRefused) : WatchUpdate;

    /// <summary>A key.</summary>
    /// <param name="Pressed">The key.</param>
    internal sealed record Key(ConsoleKeyInfo Pressed) : WatchUpdate;

    /// <summary>The terminal has another size, or has to be drawn anew.</summary>
    /// <param name="IsAnew">Whether nothing of what was drawn is there any more.</param>
    internal sealed record Redraw(bool IsAnew) : WatchUpdate;

    /// <summary>The program was asked to end.</summary>
    internal sealed record End : WatchUpdate;
}
