using System.Diagnostics;
using Twin.Engine.Stepping;

namespace Twin.Engine.Running;

/// <summary>Looks from a thread of its own at the calls that another thread makes, and gives that thread up when one does not return.</summary>
/// <remarks>What counts as time of a call: <see cref="StallClock"/>. Nothing counts while a debugger is attached.</remarks>
internal sealed class HangWatch : IDisposable
{
    /// <summary>A call is given up after it was found under way at so many looks in a row, none of which may be excused.</summary>
    public const int Looks = 15;

    private readonly TimeSpan _limit;
    private readonly TimeSpan _period;
    private readonly Func<Simulation?> _watched;
    private readonly Action<HungCall> _onHang;
    private readonly ManualResetEventSlim _end = new(false);
    private readonly Thread _thread;
    private volatile Func<ThreadAccount?>? _account;

    /// <summary>Makes a watch. It looks from <see cref="Start"/> on.</summary>
    /// <param name="limit">How long a call may take.</param>
    /// <param name="watched">The simulation whose calls are looked at, null for none; may be another one at each look.</param>
    /// <param name="onHang">What follows when a thread was given up, on the thread of the watch. Until it has returned nothing is watched.</param>
    public HangWatch(TimeSpan limit, Func<Simulation?> watched, Action<HungCall> onHang)
    {
        (_limit, _period, _watched, _onHang) = (limit, limit / Looks, watched, onHang);
        _thread = new Thread(Run) { IsBackground = true, Name = "twin watch", Priority = ThreadPriority.AboveNormal };
    }

    /// <summary>Says which thread makes the calls from now on. Before the first one.</summary>
    /// <param name="account">Reads its account; null when there is none, and all time counts.</param>
    public void Attach(Func<ThreadAccount?>? account) => _account = account;

    /// <summary>Starts to look.</summary>
    public void Start() => _thread.Start();

    /// <summary>Ends the watch; a hang that was found is dealt with first.</summary>
    public void Dispose()
    {
        _end.Set();
        if (!_thread.ThreadState.HasFlag(System.Threading.ThreadState.Unstarted))
        {
            _thread.Join();
        }

        _end.Dispose();
    }

    private void Run()
    {
        var clock = new StallClock(_period);
        long last = Stopwatch.GetTimestamp();
        while (!_end.Wait(_period))
        {
            long now = Stopwatch.GetTimestamp();
            if (_watched() is not { } simulation)
            {
                continue;
            }

            CallProgress progress = simulation.Progress;
            long count = progress.Count;
            bool isUnderWay = CallProgress.IsUnderWay(count) && !Debugger.IsAttached;
            clock.Look(progress, count, isUnderWay, Stopwatch.GetElapsedTime(last, now), isUnderWay ? _account?.Invoke() : null);
            last = now;
            if (clock.Stalled >= _limit && progress.TryGiveUp(count))
            {
                _onHang(new HungCall(simulation, progress.Component, progress.Behavior, clock.Stalled));
                clock.Reset();
                last = Stopwatch.GetTimestamp();
            }
        }
    }
}
