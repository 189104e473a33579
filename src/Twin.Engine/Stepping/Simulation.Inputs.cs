using System.Diagnostics;
using Twin.Contracts;
using Twin.Engine.Structure;
using Twin.Units;

namespace Twin.Engine.Stepping;

public sealed partial class Simulation
{
    private double _fibreHeatW;
    private double _capacityBitPerS;

    private void StepInputs(long step)
    {
        long now = step * _model.BaseStepNs;
        foreach (ComponentModel component in _model.Components)
        {
            if (_words[component.Words + ComponentWords.InsertionLeftS] > 0)
            {
                Insert(component);
            }
        }

        if (step % _model.LinkEvery == 0)
        {
            ReceiveFromPanel();
        }

        UpdateActuators(now);
        SampleWorkload(now);
        RefreshLiveness();
    }

    private void SampleWorkload(long nowNs)
    {
        if (_utilization.Length == 0)
        {
            return;
        }

        Duration time = Duration.FromNanoseconds(nowNs - State.GetLong(HeaderWords.WorkloadStartNs));
        _workloads[(int)_words[HeaderWords.Workload]].Sample(time, _model.GroupOfPort, _utilization);
        double throughput = 0;
        double capacity = 0;
        for (int p = 0; p < _utilization.Length; p++)
        {
            LinkModel.Port port = _model.Links.Ports[p];
            bool carries = _words[port.Words + LinkModel.PortState] > (int)PortState.Down;
            double utilization = carries ? _utilization[p] : 0;
            _words[port.Words + LinkModel.PortUtilization] = utilization;
            throughput += utilization * port.RateBitPerS;
            capacity += carries ? port.RateBitPerS : 0;
        }

        _words[HeaderWords.Throughput] = throughput;
        _capacityBitPerS = capacity;
    }

    private void UpdateActuators(long nowNs)
    {
        foreach (ControlModel.ActuatorModel actuator in _model.Control.Actuators)
        {
            int words = actuator.Words;
            if (_words[words + ControlModel.OverrideFlag] > 0)
            {
                double end = _words[words + ControlModel.OverrideEndNs];
                if (end > 0 && nowNs >= end)
                {
                    _words[words + ControlModel.OverrideFlag] = 0;
                }
            }

            bool isOverridden = _words[words + ControlModel.OverrideFlag] > 0;
            _words[actuator.View] = _words[words + (isOverridden ? ControlModel.OverrideValue : ControlModel.AutomaticValue)];
        }
    }

    private void Insert(ComponentModel component)
    {
        ref double left = ref _words[component.Words + ComponentWords.InsertionLeftS];
        left -= _stepS;
        if (left <= 0)
        {
            left = 0;
            _words[component.Words + ComponentWords.Presence] = (int)Presence.Present;
            SetCondition(component, ComponentCondition.Ok);
            ResetBehavior(component);
            RaiseEvent(component.PresenceEvent, false, (int)Presence.Present);
        }
    }

    private void StepActivity(int steps, bool isSettling)
    {
        Duration elapsed = Duration.FromNanoseconds(steps * _model.BaseStepNs);
        long started = Stopwatch.GetTimestamp();
        foreach (ComponentModel component in _model.Components)
        {
            ComponentCondition condition = Condition(component);
            if (condition != ComponentCondition.Ok)
            {
                HoldPosts(component, condition);
                continue;
            }

            new Span<double>(_words, component.Posts, component.Outputs - component.Posts).Clear();
            if (component.Power is null)
            {
                continue;
            }

            started = Call<PowerCall>(component, elapsed, isSettling, started);
        }
    }

    // A quarantined part keeps the power and outputs of its last good step as long as its rails live. Without them it is as it was before
    // power came (no light, no draught), and stays so until reset. One that is not in its place posts nothing.
    private void HoldPosts(ComponentModel component, ComponentCondition condition)
    {
        bool holds = condition == ComponentCondition.Quarantined;
        if (holds)
        {
            foreach (int load in _loadsOf[component.Info.Index])
            {
                holds &= _words[_model.Loads[load].Input + LaneLayout.LoadVoltage] > 0;
            }
        }

        if (!holds)
        {
            int length = component.Raw - component.Posts;
            _model.InitialWords.AsSpan(component.Posts, length).CopyTo(_words.AsSpan(component.Posts, length));
        }
    }

    private void StepLight(bool isSettling)
    {
        Duration elapsed = Duration.FromNanoseconds(_model.BaseStepNs);
        LightModel light = _model.Light;
        _fibreHeatW = 0;
        long started = Stopwatch.GetTimestamp();
        foreach (int index in light.Order)
        {
            ComponentModel component = _model.Components[index];
            foreach (LightModel.Fibre fibre in light.FibresInto[index])
            {
                double power = _words[fibre.Source] * fibre.Transmission * (1 - fibre.Reflectance);
                _words[fibre.Input] = power;
                _words[fibre.Input + fibre.InputStride] = _words[fibre.Source + fibre.SourceStride];
                _words[fibre.Input + (2 * fibre.InputStride)] = _words[fibre.Source + (2 * fibre.SourceStride)];
                if (fibre.LossNode >= 0)
                {
                    double lost = (_words[fibre.Source] * fibre.Share) - power;
                    _nodeHeatW[fibre.LossNode] += lost;
                    _fibreHeatW += lost;
                }

                // Back through the splitter: what all of its branches return adds up.
                double before = fibre.IsFirstOfSource ? 0 : _words[fibre.Reflected];
                _words[fibre.Reflected] = before + (_words[fibre.Source] * fibre.Transmission * fibre.Reflectance * fibre.Transmission);
            }

            if (component.Light is null || Condition(component) != ComponentCondition.Ok)
            {
                continue;
            }

            started = Call<LightCall>(component, elapsed, isSettling, started);
        }
    }

    // Before any behaviour of the step, so that the power and the light behaviour see the light that the ledger will charge.
    private void ReceiveFromPanel()
    {
        foreach (LightModel.FarLane lane in _model.Light.FarLanes)
        {
            double power = lane.PartnerPowerW;
            double oma = lane.PartnerOmaW;
            double wavelength = lane.WavelengthM;
            if (lane.IsLoopback)
            {
                int stride = lane.TransmitterStride;
                power = _words[lane.Transmitter + (LaneLayout.OpticalPower * stride)];
                oma = _words[lane.Transmitter + (LaneLayout.OpticalOma * stride)];
                wavelength = _words[lane.Transmitter + (LaneLayout.OpticalWavelength * stride)];
            }

            _words[lane.Receiver + (LaneLayout.ReceivedPower * lane.Stride)] = power * lane.Transmission;
            _words[lane.Receiver + (LaneLayout.ReceivedOma * lane.Stride)] = oma * lane.Transmission;
            _words[lane.Receiver + (LaneLayout.ReceivedWavelength * lane.Stride)] = wavelength;
        }
    }
}
