namespace Twin.Host.Watching;

/// <summary>What is known of the twin: the description, the newest values, the last events. Used by one thread.</summary>
internal sealed class WatchModel
{
    /// <summary>Events kept for the view.</summary>
    public const int KeptEvents = 200;

    private readonly List<V1.Event> _events = [];
    // By path: the number of a kind may mean another one after a reload.
    private readonly Dictionary<string, V1.Event> _alarms = new(StringComparer.Ordinal);
    private readonly Dictionary<int, History> _histories = [];
    private double[] _values = [];

    /// <summary>The description; null before the first answer.</summary>
    public ChassisOutline? Outline { get; private set; }

    /// <summary>The moment of the values; null before the first.</summary>
    public V1.Position? Position { get; private set; }

    /// <summary>How the run keeps up; null before the first answer.</summary>
    public V1.RunStatus? Run { get; private set; }

    /// <summary>Whether the twin answers.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Why it does not answer, and when it is tried again; empty while nothing is known.</summary>
    public string Trouble { get; private set; } = string.Empty;

    /// <summary>What became of the last command; empty when it was seen.</summary>
    public string Answer { get; private set; } = string.Empty;

    /// <summary>Whether that command was refused.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>Events that were lost.</summary>
    public long Missed { get; private set; }

    /// <summary>The last events, oldest first.</summary>
    public IReadOnlyList<V1.Event> Events => _events;

    /// <summary>Raised alarms, most urgent first, newest first among equals.</summary>
    public IEnumerable<V1.Event> Alarms => _alarms.Values.OrderByDescending(alarm => alarm.Severity).ThenByDescending(alarm => alarm.Sequence);

    /// <summary>Number of raised alarms.</summary>
    public int AlarmCount => _alarms.Count;

    /// <summary>Faults that can be injected.</summary>
    public IReadOnlyList<V1.Knob> Faults { get; private set; } = [];

    /// <summary>Newest value of a signal.</summary>
    /// <param name="signal">Its id, or -1.</param>
    /// <returns>NaN where there is none.</returns>
    public double Value(int signal) => signal >= 0 && signal < _values.Length ? _values[signal] : double.NaN;

    /// <summary>The name of the state that a status has; empty where there is none.</summary>
    /// <param name="signal">Id of the status, or -1.</param>
    public string State(int signal)
    {
        double value = Value(signal);
        return Outline is not null && value >= 0 && value < Outline.Signals[signal].States.Count ? Outline.Signals[signal].States[(int)value] : string.Empty;
    }

    /// <summary>Why a component is quarantined; empty when it is not, or nobody knows.</summary>
    /// <param name="component">Path of the component.</param>
    public string QuarantineOf(string component) => _alarms.Values.FirstOrDefault(alarm => IsQuarantine(alarm) && alarm.Component == component)?.Reason ?? string.Empty;

    /// <summary>Whether an event tells that a component was quarantined.</summary>
    /// <param name="item">The event.</param>
    public static bool IsQuarantine(V1.Event item) => item is { IsAlarm: true, IsCleared: false } && item.Path == item.Component + "/quarantined";

    /// <summary>The last values of a signal.</summary>
    /// <param name="signal">Its id.</param>
    public History? HistoryOf(int signal) => _histories.GetValueOrDefault(signal);

    /// <summary>Takes news.</summary>
    /// <param name="update">The news; what concerns the terminal alone is left to others.</param>
    public void Apply(WatchUpdate update)
    {
        switch (update)
        {
            case WatchUpdate.Connected connected:
                (IsConnected, Trouble) = (true, string.Empty);
                if (!ReferenceEquals(connected.Outline, Outline))
                {
                    Outline = connected.Outline;
                    _values = new double[connected.Outline.Signals.Count];
                    Array.Fill(_values, double.NaN);
                    _histories.Clear();
                    (Position, Run, Faults) = (null, null, []);
                }

                break;
            case WatchUpdate.Lost lost:
                (IsConnected, Trouble) = (false, Reading.Text($"trying again in {lost.Retry.TotalSeconds:0.##} s: {lost.Reason}"));
                break;
            case WatchUpdate.Values values:
                Take(values);
                break;
            case WatchUpdate.Status status:
                Run = status.Run;
                break;
            case WatchUpdate.Alarms alarms:
                if (alarms.IsAnother)
                {
                    _events.Clear();
                    Missed = 0;
                }

                _alarms.Clear();
                foreach (V1.Event alarm in alarms.Raised)
                {
                    _alarms[alarm.Path] = alarm;
                }

                break;
            case WatchUpdate.Happened happened:
                Missed += happened.Missed;
                foreach (V1.Event item in happened.News)
                {
                    Take(item);
                }

                break;
            case WatchUpdate.Faults faults:
                Faults = faults.Knobs;
                break;
            case WatchUpdate.Answer answer:
                (Answer, IsRefused) = (answer.Text, answer.IsRefused);
                break;
        }
    }

    /// <summary>Forgets what became of the last command.</summary>
    public void Acknowledge() => Answer = string.Empty;

    private void Take(WatchUpdate.Values values)
    {
        // After a restore, or another start of the twin, the past is another run's.
        if (Position is { } last && (last.Epoch != values.Position.Epoch || last.Step > values.Position.Step))
        {
            _histories.Clear();
        }

        bool isNew = Position is null || Position.Epoch != values.Position.Epoch || Position.Step != values.Position.Step;
        Position = values.Position;
        for (int i = 0; i < values.Ids.Count; i++)
        {
            int id = values.Ids[i];
            if (id >= _values.Length)
            {
                continue;
            }

            _values[id] = values.Numbers[i];
            if (!_histories.TryGetValue(id, out History? history))
            {
                _histories[id] = history = new History();
            }

            if (isNew || history.Count == 0)
            {
                history.Add(values.Numbers[i]);
            }
        }
    }

    private void Take(V1.Event item)
    {
        // A stream that was opened again tells what is known already.
        if (_events.Count > 0 && item.Sequence <= _events[^1].Sequence)
        {
            return;
        }

        _events.Add(item);
        if (_events.Count > KeptEvents)
        {
            _events.RemoveAt(0);
        }

        if (item.IsAlarm && item.IsCleared)
        {
            _alarms.Remove(item.Path);
        }
        else if (item.IsAlarm)
        {
            _alarms[item.Path] = item;
        }
    }
}
