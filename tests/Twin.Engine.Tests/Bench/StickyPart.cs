using System.Diagnostics;
using Twin.Contracts;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Bench;

/// <summary>Fits in the place of "bad" of the quarantine chassis. Does what it should until it is told to hang or to throw; what hangs ends with <see cref="Release"/>.</summary>
internal sealed class StickyPart : IComponent, IPowerBehavior, ILightBehavior, ILinkBehavior, IFlowBehavior, IControlBehavior, IResetBehavior
{
    private readonly object _gate = new();
    private readonly TaskCompletionSource _hangs = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isReleased;
    private ThermalNode _node;
    private RailLoad _load;
    private Signal<Ratio> _level;
    private StateVariable<double> _count;
    private volatile string _hangIn = string.Empty;

    /// <summary>Behaviour that does not return.</summary>
    public string HangIn
    {
        get => _hangIn;
        set => _hangIn = value;
    }

    /// <summary>Behaviour that throws.</summary>
    public string ThrowIn { get; set; } = string.Empty;

    /// <summary>Whether it waits while it hangs, and does not spin.</summary>
    public bool Sleeps { get; set; }

    /// <summary>Ends when it has begun to hang.</summary>
    public Task Hangs => _hangs.Task;

    /// <summary>How long it keeps the stepping thread busy in the power stage.</summary>
    public TimeSpan Takes { get; set; }

    /// <summary>Ends every hang.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _isReleased = true;
            Monitor.PulseAll(_gate);
        }
    }

    public void Describe(IComponentBuilder builder)
    {
        _node = builder.ThermalNode("n", JPerK(2));
        builder.Couple(_node, builder.Mount("base"), WPerK(1));
        _load = builder.RailLoad("supply", Voltage.FromVolts(12), W(100));
        _level = builder.Signal<Ratio>("level", SignalKind.Truth, new("Level."));
        _count = builder.State("count", 0.0);
        builder.ElectricalTransmitter("tx", 1, Asic.Format, new(Voltage.FromMillivolts(900), Decibels.FromDb(36), 0.005, Frequency.FromGigahertz(45)));
        builder.ElectricalReceiver("rx", 1, Asic.Format, new(Voltage.FromMillivolts(1), Frequency.FromGigahertz(45), Equalizer.Linear, Decibels.FromDb(1)));
    }

    public void StepPower(in StepContext step)
    {
        step.State(_count)++;
        step.AddHeat(_node, step.Draw(_load, W(10)));
        step.Set(_level, Ratio.FromFraction(step.State(_count)));
        for (long started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Takes;)
        {
        }

        Check("StepPower", step);
    }

    public void StepLight(in StepContext step) => Check("StepLight", step);

    public void StepLink(in StepContext step) => Check("StepLink", step);

    public void StepFlow(in StepContext step) => Check("StepFlow", step);

    public void StepControl(in StepContext step) => Check("StepControl", step);

    public void Reset(in StepContext step) => Check("Reset", step);

    private void Check(string where, in StepContext step)
    {
        if (ThrowIn == where)
        {
            throw new InvalidOperationException("on purpose");
        }

        if (_hangIn != where)
        {
            return;
        }

        _hangs.TrySetResult();
        if (Sleeps)
        {
            lock (_gate)
            {
                while (!_isReleased)
                {
                    Monitor.Wait(_gate);
                }
            }
        }

        while (!_isReleased)
        {
        }

        // Too late to be seen by anybody.
        step.Set(_level, Ratio.FromFraction(-1));
        step.State(_count) = -1000;
    }
}
