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

    private bool _isQuiet;

    // Stages as in a step, with the temperatures of each iteration in balance with its heat; until nothing moves. Controllers, rings and
    // fans find their places on the way. Time stands, nothing is counted, no event is raised.
    private void Settle()
    {
        _isQuiet = true;
        ThermalModel thermal = _model.Thermal;
        int quiet = 0;
        int iteration = 0;
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
            quiet = LargestMove(thermal) < SettledK ? quiet + 1 : 0;
            iteration++;
        }

        double movedK = LargestMove(thermal);

        // The books of the first moment: powers and fluxes as they stand, nothing stored, nothing counted yet.
        _words.AsSpan(thermal.LeakDebts, thermal.Leaks.Length).Clear();
        Array.Clear(_changesK);
        _packageStoredW = 0;
        Array.Clear(_repaidW);
        CloseLedger();
        foreach (ComponentModel component in _model.Components)
        {
            _words[component.Words + ComponentWords.Energy] = 0;
        }

        SettlingIterations = iteration;
        _isQuiet = false;
        InvalidateMatrix();
        Announce();
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

        WatchAlarms();
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
