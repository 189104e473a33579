using System.Globalization;
using Microsoft.Extensions.Logging;
using Twin.Engine.Running;
using Twin.Engine.Structure;
using AlarmSeverity = Twin.Contracts.AlarmSeverity;

namespace Twin.Telemetry.Otlp;

/// <summary>Follows the events of a twin and writes each as a log record.</summary>
/// <remarks>
/// The severity of an alarm that came is the event's; that it went is information. A critical alarm is an error and not a fatal one: the program goes on.
/// A record has the wall time at which it was read, at most <see cref="Period"/> after the event; simulated time, step and epoch of the event are attributes.
/// </remarks>
internal sealed class EventExport : IAsyncDisposable
{
    /// <summary>Time between two looks. The log of a twin holds thousands of events, so that none is missed.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    /// <summary>Name of the log records' scope.</summary>
    public const string Category = "twin.events";

    private const int RecordsAtOnce = 256;

    private readonly ITwin _twin;
    private readonly ILogger _logger;
    private readonly EventRecord[] _records = new EventRecord[RecordsAtOnce];
    private readonly ExportLoop _loop;
    private long _next;

    public EventExport(ITwin twin, ILogger logger, TimeProvider time, Action<Exception> failed)
    {
        (_twin, _logger) = (twin, logger);
        _loop = new ExportLoop(Export, Period, time, failed);
    }

    /// <summary>Writes what happened since the last time.</summary>
    public Task ExportAsync() => _loop.ExportAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    private bool Export()
    {
        int count;
        do
        {
            count = _twin.Events.Read(ref _next, _records, out long lost);
            if (lost > 0)
            {
                Write(LogLevel.Warning, "chassis.events.lost", string.Create(CultureInfo.InvariantCulture, $"{lost} events were overwritten before they could be read."), [new("chassis.event.count", lost)]);
            }

            for (int i = 0; i < count; i++)
            {
                Write(in _records[i]);
            }
        }
        while (count == _records.Length);
        return true;
    }

    private void Write(in EventRecord record)
    {
        CompiledChassis chassis = _twin.Chassis;
        EventInfo info = chassis.Events[record.Event];
        string text = info.Fill(record.First, record.Second);
        LogLevel level = record.IsCleared ? LogLevel.Information : info.Severity switch
        {
            AlarmSeverity.Critical => LogLevel.Error,
            AlarmSeverity.Warning => LogLevel.Warning,
            _ => LogLevel.Information,
        };
        string name = !info.IsAlarm ? "chassis.event" : record.IsCleared ? "chassis.alarm.cleared" : "chassis.alarm.raised";
        Write(level, name, record.IsCleared ? $"{info.Path} cleared: {text}" : $"{info.Path}: {text}",
        [
            new("chassis.event.path", info.Path),
            new("hw.id", info.Component >= 0 && info.Component < chassis.Components.Count ? chassis.Components[info.Component].Path : chassis.Instance),
            new("chassis.event.severity", info.Severity.ToString()),
            new("chassis.event.sequence", record.Sequence),
            new("chassis.twin.epoch", record.Epoch),
            new("chassis.twin.step", record.Step),
            new("chassis.twin.simulation_time", record.Time.Seconds),
        ]);
    }

    private void Write(LogLevel level, string name, string text, KeyValuePair<string, object?>[] attributes)
    {
        if (_logger.IsEnabled(level))
        {
            _logger.Log(level, new EventId(0, name), new State(text, attributes), null, static (state, _) => state.Text);
        }
    }

    // A list of its own, so that the SDK takes the attributes as they are.
    private sealed class State(string text, KeyValuePair<string, object?>[] attributes) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public string Text => text;

        public int Count => attributes.Length;

        public KeyValuePair<string, object?> this[int index] => attributes[index];

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, object?>>)attributes).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => attributes.GetEnumerator();

        public override string ToString() => text;
    }
}
