using Twin.Contracts;
using Twin.Units;

namespace Dorado.PluggableModule;

/// <summary>Module state machine after CMIS: LowPwr, PwrUp, Ready, PwrDn, Fault.</summary>
/// <remarks>
/// LowPwr is left when nothing asks for low power and the supply is there; PwrUp and PwrDn take their advertised times; a case above its shut-down
/// temperature leads to Fault, which only a reset, a pull or a dead supply ends (CMIS summary, state machines). While a steady state is sought, times are zero and
/// the shut-down waits, because temperatures on the way there mean nothing.
/// </remarks>
internal sealed class ModuleState
{
    /// <summary>Management runs, nothing else.</summary>
    internal const int LowPower = 0;

    /// <summary>Chips start.</summary>
    internal const int PowerUp = 1;

    /// <summary>In service.</summary>
    internal const int Ready = 2;

    /// <summary>Chips stop.</summary>
    internal const int PowerDown = 3;

    /// <summary>Shut down until reset.</summary>
    internal const int Fault = 4;

    private readonly double _upS;
    private readonly double _downS;
    private readonly Temperature _shutdown;
    private readonly StatusSignal _status;
    private readonly StateVariable<double> _remainingS;
    private readonly Actuator<Ratio> _lowPowerRequest;
    private readonly ComponentEvent _changed;
    private readonly ComponentEvent _shutDown;

    /// <summary>Declares status, knob, state and events.</summary>
    /// <param name="builder">The component's builder.</param>
    /// <param name="data">Times and limits.</param>
    internal ModuleState(IComponentBuilder builder, ModuleParameters data)
    {
        (_upS, _downS, _shutdown) = (data.PowerUp.Seconds, data.PowerDown.Seconds, data.CaseShutdown);
        _status = builder.Status(
            "state", ["LowPwr", "PwrUp", "Ready", "PwrDn", "Fault"], new SignalOptions("CMIS module state.", Metric: "chassis.module.state"));
        builder.Health(_status, [StateHealth.Ok, StateHealth.Ok, StateHealth.Ok, StateHealth.Ok, StateHealth.Failed("The module switched itself off because its case was too hot; it stays off until reset.")]);
        _remainingS = builder.State("transition", 0.0);
        _lowPowerRequest = builder.Actuator(
            "low-power", Ratio.Zero, Ratio.Zero, Ratio.FromFraction(1), "0.5 and more asks for the low-power state (CMIS byte 26, bit 4).");
        _changed = builder.Event("state-changed", AlarmSeverity.Information, "Module state {0} to {1} (0 LowPwr, 1 PwrUp, 2 Ready, 3 PwrDn, 4 Fault).");
        _shutDown = builder.Event("thermal-shutdown", AlarmSeverity.Critical, "Module switched itself off at a case temperature of {0} degC.");
    }

    /// <summary>The present state.</summary>
    internal int Current(in StepContext step) => step.Get(_status);

    /// <summary>How far the chips are started: 0 in LowPwr and Fault, 1 when ready.</summary>
    internal double Activation(in StepContext step) => step.Get(_status) switch
    {
        Ready => 1,
        PowerUp => 1 - (step.State(_remainingS) / Math.Max(_upS, double.Epsilon)),
        PowerDown => step.State(_remainingS) / Math.Max(_downS, double.Epsilon),
        _ => 0,
    };

    /// <summary>Moves on.</summary>
    /// <param name="step">The component's window on the state, in the control stage.</param>
    /// <param name="isLive">Whether the supply is there.</param>
    /// <param name="caseTemperature">Temperature of the case.</param>
    internal void Advance(in StepContext step, bool isLive, Temperature caseTemperature)
    {
        ref double remaining = ref step.State(_remainingS);
        int before = step.Get(_status);
        int now = before;
        bool wanted = step.Get(_lowPowerRequest) < 0.5;
        if (!isLive)
        {
            (now, remaining) = (LowPower, 0);
        }
        else if (step.IsSettling)
        {
            (now, remaining) = (wanted ? Ready : LowPower, 0);
        }
        else if (caseTemperature > _shutdown && before != Fault)
        {
            (now, remaining) = (Fault, 0);
            step.Raise(_shutDown, caseTemperature.Celsius);
        }
        else
        {
            remaining = Math.Max(0, remaining - step.Elapsed.Seconds);
            (now, remaining) = before switch
            {
                LowPower when wanted => (PowerUp, _upS),
                PowerUp when !wanted => (PowerDown, _downS * (1 - (remaining / Math.Max(_upS, double.Epsilon)))),
                PowerUp when remaining <= 0 => (Ready, 0),
                Ready when !wanted => (PowerDown, _downS),
                PowerDown when remaining <= 0 => (LowPower, 0),
                _ => (before, remaining),
            };
        }

        if (now != before)
        {
            step.Set(_status, now);
            step.Raise(_changed, before, now);
        }
    }
}
