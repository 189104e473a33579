using System.Globalization;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;
using Twin.Units;

namespace Twin.Host.Offline;

/// <summary>Writes signals as CSV: a header with units, then a row for the start and for each multiple of a period.</summary>
/// <remarks>
/// Numbers are written with as many digits as it takes to read the same bits back, so that equal runs give equal files. States are written as
/// the number of the state. A field never holds a comma, quote or line break: paths have none.
/// </remarks>
/// <param name="writer">Where to.</param>
/// <param name="signals">The columns after the time.</param>
/// <param name="every">The period. Where it is no multiple of a step, the first step at or after each multiple is written.</param>
internal sealed class CsvRecorder(TextWriter writer, IReadOnlyList<SignalInfo> signals, Duration every)
{
    private readonly int[] _words = [.. signals.Select(signal => signal.Word)];
    private readonly char[] _number = new char[32];
    private Duration _due = Duration.Zero;
    private Duration _last = Duration.Zero;

    /// <summary>Writes the header.</summary>
    public void Begin()
    {
        writer.Write("time_s");
        foreach (SignalInfo signal in signals)
        {
            writer.Write($",{signal.Path} [{UnitOf(signal)}]");
        }

        writer.Write('\n');
    }

    /// <summary>Writes a row if one is due.</summary>
    /// <param name="state">The state after a step, or at the start.</param>
    public void Observe(ChassisState state)
    {
        // A run that was set back records what comes then too: a table of two epochs goes back in time.
        if (state.Time < _last)
        {
            _due = every * ((state.Time.Nanoseconds + every.Nanoseconds - 1) / every.Nanoseconds);
        }

        _last = state.Time;
        if (state.Time < _due)
        {
            return;
        }

        while (_due <= state.Time)
        {
            _due += every;
        }

        Write(state.Time.Seconds);
        ReadOnlySpan<double> words = state.Words;
        foreach (int word in _words)
        {
            writer.Write(',');
            Write(words[word]);
        }

        writer.Write('\n');
    }

    /// <summary>Writes out what is buffered.</summary>
    public void End() => writer.Flush();

    private static string UnitOf(SignalInfo signal) => signal.Unit == "Cel" ? "degC" : signal.Unit;

    private void Write(double value)
    {
        value.TryFormat(_number, out int length, "R", CultureInfo.InvariantCulture);
        writer.Write(_number, 0, length);
    }
}
