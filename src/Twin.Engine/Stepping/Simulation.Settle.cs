using Twin.Engine.Structure;

namespace Twin.Engine.Stepping;

public sealed partial class Simulation
{
    /// <summary>Step of the thermal solve while settling: so long that every heat capacity has settled at its end (the slowest chassis lump takes an hour).</summary>
    internal const double SettlingStepS = 1e7;

    /// <summary>Time that a controller is told has passed between two settling iterations: its integral moves as in real life, the plant has settled in between.</summary>
    private const double SettlingControlS = 1;

    /// <summary>Change of any temperature between iterations below which the chassis counts as settled.</summary>
    private const double SettledK = 1e-7;

    private const int QuietIterations = 5;
    private const int MaximumSettlingIterations = 3000;

    /// <summary>The loop gain is looked at every so many iterations: it costs a factorisation.</summary>
    private const int SettlingLoopEvery = 4;

    /// <summary>So long ago at most must the loop gain have been above 1 for being the reason why nothing settled.</summary>
    private const int RecentIterations = 500;

    private bool _isQuiet;
    private double _worstLoopGain;
    private double _worstLoopC;
    private int _worstLoopLeak;
    private int _worstLoopIteration;

    // Stages as in a step, with the temperatures of each iteration in balance with its heat; until nothing moves. Controllers, rings and
    // fans find their places on the way. Time stands, nothing is counted, no event is raised.
    private void Settle()
    {
        _isQuiet = true;
        ThermalModel thermal = _model.Thermal;
        int quiet = 0;
        int iteration = 0;
        _worstLoopGain = 0;
        while (quiet < QuietIterations && iteration < MaximumSettlingIterations)
        {
            StepInputs(0);
            StepFlow(_model.FlowEvery, isSettling: true);
            StepActivity(1, isSettling: true);
            StepLight(isSettling: true);
            StepRails(isSettling: true);
            StepLink(0, isSettling: true);
            StepThermal(isSettling: true);
            StepControl(0, isSettling: true);
            Frames.Publish(_words, State.Epoch, State.Step, State.Time);
            if (iteration % SettlingLoopEvery == 0)
            {
                UpdateLoopGain();
                NoteLoopGain(iteration);
            }

            quiet = LargestMove(thermal) < SettledK ? quiet + 1 : 0;
            iteration++;
        }

        double movedK = LargestMove(thermal);

        // The books of the first moment: powers and fluxes as they stand, nothing stored, nothing counted yet.
        _words.AsSpan(thermal.LeakDebts, thermal.Leaks.Length).Clear();
        ForgivePumpDebts(-1);
        Array.Clear(_changesK);
        _packageStoredW = 0;
        Array.Clear(_repaidW);
        Array.Clear(_repaidByPumpsW);
        CloseLedger();
        foreach (ComponentModel component in _model.Components)
        {
            _words[component.Words + ComponentWords.Energy] = 0;
        }

        SettlingIterations = iteration;
        _isQuiet = false;
        InvalidateMatrix();
        UpdateLoopGain();
        Announce();
        ReportRunaway(quiet >= QuietIterations, iteration);
        if (quiet < QuietIterations)
        {
            RaiseEvent(_model.UnsettledEvent, false, iteration, movedK);
        }
    }

    // What a reader of the events must know of the state that was reached in silence.
    private void Announce()
    {
        foreach (ComponentModel component in _model.Components)
        {
            if (Condition(component) == ComponentCondition.Quarantined)
            {
                RaiseEvent(component.QuarantineEvent, false);
            }
        }

        foreach (LinkModel.Port port in _model.Links.Ports)
        {
            if (_words[port.Words + LinkModel.PortDownRaised] > 0)
            {
                RaiseEvent(port.DownAlarm, false, _words[port.Words + LinkModel.PortMargin], _words[port.Words + LinkModel.PortLimitingLane]);
            }
        }

        foreach (ControlModel.AlarmModel alarm in _model.Control.Alarms)
        {
            _words[alarm.Word] = 0;
        }

        foreach (ControlModel.HealthModel health in _model.Control.Healths)
        {
            _words[health.Word] = 0;
        }

        _words[_model.Thermal.Loop.Ahead] = 0;
        _words[_model.Thermal.Loop.Imminent] = 0;
        WatchAlarms();
    }

    // Beyond a gain of 1 the iteration jumps to and fro about the temperature at which the gain is 1: where it was highest is kept, as long as it is not long ago.
    private void NoteLoopGain(int iteration)
    {
        double gain = _words[HeaderWords.LoopGain];
        bool isOld = iteration - _worstLoopIteration > RecentIterations;
        if (gain >= 1 && (gain > _worstLoopGain || isOld))
        {
            _worstLoopGain = gain;
            _worstLoopLeak = (int)_words[HeaderWords.LoopElement] - 1;
            _worstLoopC = LeakTemperature(_worstLoopLeak);
            _worstLoopIteration = iteration;
        }
    }

    // No steady state because leakage feeds itself: either nothing settled and the gain was above 1 of late, or the balance that was found lies beyond the point
    // of no return, where it is none that lasts (gain still above 1) or where the part has long switched off or is destroyed (above its last limit).
    private void ReportRunaway(bool hasSettled, int iterations)
    {
        double gain = _words[HeaderWords.LoopGain];
        if (gain >= 1)
        {
            _worstLoopGain = gain;
            _worstLoopLeak = (int)_words[HeaderWords.LoopElement] - 1;
            _worstLoopC = LeakTemperature(_worstLoopLeak);
        }
        else if (_worstLoopGain < 1 || (hasSettled ? !IsBeyondLimits(_model.Thermal.Leaks[_worstLoopLeak].Component) : iterations - _worstLoopIteration > RecentIterations))
        {
            return;
        }

        RaiseEvent(_model.Thermal.Loop.NoSteadyStateEvents[_worstLoopLeak], false, _worstLoopGain, _worstLoopC);
    }

    private bool IsBeyondLimits(int component)
    {
        foreach (ControlModel.HeadroomModel headroom in _model.Control.Headrooms)
        {
            if (headroom.Component == component && _words[headroom.Word] > headroom.ShutdownC)
            {
                return true;
            }
        }

        return false;
    }

    private double LargestMove(ThermalModel thermal)
    {
        double largest = 0;
        for (int i = 0; i < thermal.NodeCount; i++)
        {
            largest = Math.Max(largest, Math.Abs(_changesK[i]));
        }

        return largest;
    }
}
