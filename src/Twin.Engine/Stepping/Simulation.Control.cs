using System.Diagnostics;
using Twin.Contracts;
using Twin.Engine.Structure;
using Twin.Physics.Random;
using Twin.Units;

namespace Twin.Engine.Stepping;

public sealed partial class Simulation
{
    private void StepControl(long step, bool isSettling)
    {
        ReadSensors(step, isSettling);
        bool isControlStep = isSettling || step % _model.ControlEvery == 0;
        foreach (ComponentModel component in _model.Components)
        {
            if (component.Control is not null && Condition(component) == ComponentCondition.Ok && (isSettling || step % component.ControlPeriodSteps == 0))
            {
                CallController(component, isSettling);
            }
        }

        if (isControlStep)
        {
            if (!isSettling)
            {
                UpdateLoopGain();
            }

            WatchAlarms();
            Summarize();
        }
    }

    // A sensor reads its target through a first-order lag, then adds offset and noise and rounds to its resolution.
    private void ReadSensors(long step, bool isSettling)
    {
        foreach (ControlModel.SensorModel sensor in _model.Control.Sensors)
        {
            if (!isSettling && step % sensor.PeriodSteps != sensor.Phase)
            {
                continue;
            }

            ref double filtered = ref _words[sensor.Words];
            ref double readings = ref _words[sensor.Words + 1];
            double truth = _words[sensor.Target];
            double weight = sensor.LagS > 0 && !isSettling && readings > 0 ? 1 - Math.Exp(-sensor.PeriodSteps * _stepS / sensor.LagS) : 1;
            filtered += weight * (truth - filtered);
            double noise = sensor.Noise > 0 && !isSettling ? sensor.Noise * CounterRandom.Normal(_model.Seed, sensor.Stream, (ulong)readings) : 0;
            double reading = filtered + sensor.Offset + noise;
            _words[sensor.View] = sensor.Resolution > 0 ? Math.Round(reading / sensor.Resolution) * sensor.Resolution : reading;
            readings += isSettling ? 0 : 1;
        }
    }

    private void CallController(ComponentModel component, bool isSettling)
    {
        foreach (ControlModel.InputModel input in _model.Control.Inputs)
        {
            if (input.Component == component.Info.Index)
            {
                Gather(input);
            }
        }

        Duration elapsed = isSettling
            ? Duration.FromSeconds(Math.Max(SettlingControlS, component.ControlPeriodSteps * _stepS))
            : Duration.FromNanoseconds(component.ControlPeriodSteps * _model.BaseStepNs);
        Commit(component);
        long started = Stopwatch.GetTimestamp();
        Call<ControlCall>(component, elapsed, isSettling, started);
        foreach (ControlModel.OutputModel output in _model.Control.Outputs)
        {
            if (output.Component == component.Info.Index && _words[output.Output + LaneLayout.ActuatorEngaged] > 0)
            {
                Move(output);
            }
        }
    }

    private void Gather(ControlModel.InputModel input)
    {
        if (input.Count > 1)
        {
            for (int i = 0; i < input.Count; i++)
            {
                _words[input.View + i] = _words[input.Bound[i]];
            }

            return;
        }

        double value = _words[input.Bound[0]];
        for (int i = 1; i < input.Bound.Length; i++)
        {
            double next = _words[input.Bound[i]];
            value = input.Aggregate switch
            {
                SensorAggregate.Maximum => Math.Max(value, next),
                SensorAggregate.Minimum => Math.Min(value, next),
                _ => value + next,
            };
        }

        _words[input.View] = input.Aggregate == SensorAggregate.Mean ? value / input.Bound.Length : value;
    }

    private void Move(ControlModel.OutputModel output)
    {
        double value = _words[output.Output + LaneLayout.ActuatorValue];
        foreach (int index in output.Actuators)
        {
            ControlModel.ActuatorModel actuator = _model.Control.Actuators[index];
            _words[actuator.Words + ControlModel.AutomaticValue] = Math.Clamp(value, actuator.Minimum, actuator.Maximum);
        }
    }

    private void WatchAlarms()
    {
        int active = 0;
        foreach (ControlModel.AlarmModel alarm in _model.Control.Alarms)
        {
            double value = _words[alarm.Target];
            ref double raised = ref _words[alarm.Word];
            bool isThere = IsInPlace(alarm.Component);
            bool isOut = isThere && (value > alarm.High || value < alarm.Low);
            bool isBack = !isThere || (value < alarm.High - alarm.Hysteresis && value > alarm.Low + alarm.Hysteresis);
            if (raised == 0 && isOut)
            {
                raised = 1;
                RaiseEvent(alarm.Event, false, value, value > alarm.High ? alarm.High : alarm.Low);
            }
            else if (raised > 0 && isBack)
            {
                raised = 0;
                RaiseEvent(alarm.Event, true, value);
            }

            active += raised > 0 ? 1 : 0;
        }

        foreach (LinkModel.Port port in _model.Links.Ports)
        {
            active += _words[port.Words + LinkModel.PortDownRaised] > 0 ? 1 : 0;
        }

        WatchLoopGain(ref active);
        UpdateHealth(ref active);
        _words[HeaderWords.ActiveAlarms] = active;
    }

    private void Summarize()
    {
        double margin = double.PositiveInfinity;
        foreach (ControlModel.HeadroomModel headroom in _model.Control.Headrooms)
        {
            if (IsInPlace(headroom.Component))
            {
                margin = Math.Min(margin, headroom.LimitC - _words[headroom.Word]);
            }
        }

        _words[HeaderWords.HeatingMargin] = double.IsFinite(margin) ? margin : 0;
    }
}
