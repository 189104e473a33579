using System.Globalization;
using Grpc.Core;
using Twin.Grpc.Lookup;

namespace Twin.Grpc.Access;

/// <summary>What one client uses of what it may: calls in a bucket that refills, streams, signals and values.</summary>
/// <param name="name">Its name, for messages.</param>
/// <param name="options">The limits.</param>
/// <param name="time">The clock.</param>
/// <param name="isRefused">Whether it is one whose credentials are missing or wrong.</param>
internal sealed class ClientUsage(string name, GrpcOptions options, TimeProvider time, bool isRefused = false)
{
    // Who is refused has nothing to do here: slow enough that guesses and the audit of them stay few, quick enough for a client that is set up wrong.
    private const int RefusedCallsPerSecond = 10;
    private const int RefusedCallBurst = 100;

    private readonly int _callsPerSecond = isRefused ? Math.Min(RefusedCallsPerSecond, options.ClientCallsPerSecond) : options.ClientCallsPerSecond;
    private readonly int _callBurst = isRefused ? Math.Min(RefusedCallBurst, options.ClientCallBurst) : options.ClientCallBurst;
    private readonly Lock _gate = new();
    private double _calls = isRefused ? Math.Min(RefusedCallBurst, options.ClientCallBurst) : options.ClientCallBurst;
    private long _refilled = time.GetTimestamp();
    private int _streams;
    private long _signals;
    private double _valuesPerSecond;

    /// <summary>Whether it uses nothing and may make as many calls as one that was never here.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                Refill();
                return _streams == 0 && _calls >= _callBurst;
            }
        }
    }

    /// <summary>Counts a call.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: too many in too short a time.</exception>
    public void TakeCall()
    {
        lock (_gate)
        {
            Refill();
            if (_calls >= 1)
            {
                _calls--;
                return;
            }
        }

        throw Failure.Exhausted(Text($"The client '{name}' makes more than {_callsPerSecond} calls each second, the most that one client may ({(isRefused ? "without credentials that are accepted" : "Limits:ClientCallsPerSecond")}); wait, and subscribe rather than read again and again."));
    }

    /// <summary>Counts a stream until what is returned is disposed.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: too many are open.</exception>
    public IDisposable OpenStream()
    {
        lock (_gate)
        {
            if (_streams >= options.ClientStreams)
            {
                throw Failure.Exhausted(Text($"The client '{name}' has {_streams} streams open, the most that one client may (Limits:ClientStreams); end one first."));
            }

            _streams++;
        }

        return new Claim(this, streams: 1, signals: 0, valuesPerSecond: 0);
    }

    /// <summary>Counts the signals of a subscription until what is returned is disposed.</summary>
    /// <param name="signals">How many.</param>
    /// <param name="periodMs">Simulated time between two of their values in milliseconds; null where they come when they change.</param>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: with what is subscribed already it is too much.</exception>
    public IDisposable Subscribe(int signals, long? periodMs)
    {
        const double millisecondsPerSecond = 1000;
        double rate = periodMs is { } period ? signals * millisecondsPerSecond / period : 0;
        lock (_gate)
        {
            if (_signals + signals > options.ClientSignals)
            {
                throw Failure.Exhausted(Text($"The client '{name}' subscribes to {_signals} signals, and with these {signals} it were more than {options.ClientSignals}, the most that one client may (Limits:ClientSignals)."));
            }

            double left = options.ClientValuesPerSecond - _valuesPerSecond;
            if (rate > left)
            {
                double shortest = Math.Ceiling(signals * millisecondsPerSecond / left);
                string advice = left >= 1 ? $"a period of at least {shortest:0} ms, fewer signals, or on_change" : "fewer signals, or on_change";
                throw Failure.Exhausted(Text($"{signals} signals each {periodMs} ms are {rate:0} values for each simulated second; the client '{name}' has {Math.Max(0, left):0} left of the {options.ClientValuesPerSecond} that one client may have (Limits:ClientValuesPerSecond). Right would be: {advice}."));
            }

            _signals += signals;
            _valuesPerSecond += rate;
        }

        return new Claim(this, streams: 0, signals, rate);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Refill()
    {
        long now = time.GetTimestamp();
        _calls = Math.Min(_callBurst, _calls + (_callsPerSecond * time.GetElapsedTime(_refilled, now).TotalSeconds));
        _refilled = now;
    }

    private void Return(int streams, int signals, double valuesPerSecond)
    {
        lock (_gate)
        {
            _streams -= streams;
            _signals -= signals;
            // Rates are sums of fractions: what is left of them when nothing is subscribed is rounding.
            _valuesPerSecond = _signals == 0 ? 0 : Math.Max(0, _valuesPerSecond - valuesPerSecond);
        }
    }

    private sealed class Claim(ClientUsage usage, int streams, int signals, double valuesPerSecond) : IDisposable
    {
        private int _isReturned;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isReturned, 1) == 0)
            {
                usage.Return(streams, signals, valuesPerSecond);
            }
        }
    }
}
