using Twin.Units;

namespace Twin.Engine.Running;

/// <summary>Something that happened in a run.</summary>
/// <param name="Sequence">Position in the log, from 0, without gaps.</param>
/// <param name="Epoch">Epoch of the run.</param>
/// <param name="Step">Step in which it happened.</param>
/// <param name="Time">Simulated time.</param>
/// <param name="Event">Index into <see cref="Structure.CompiledChassis.Events"/>.</param>
/// <param name="IsCleared">For an alarm: whether it went away rather than came.</param>
/// <param name="First">First number of the event's text.</param>
/// <param name="Second">Second number of the event's text.</param>
public readonly record struct EventRecord(
    long Sequence, long Epoch, long Step, Duration Time, int Event, bool IsCleared, double First, double Second);
