using System.Globalization;
using Twin.Contracts;
using Twin.Engine.Description;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;
using Twin.Units;

namespace Twin.Engine.Compiling;

internal sealed partial class ChassisCompilation
{
    /// <summary>How far a temperature must fall below a limit before its alarm clears: 5 K, as switch firmware has it (Mellanox hw-mgmt).</summary>
    private const double LimitHysteresisK = 5;

    private void AddChassisKnobs(StreamModel[] streams)
    {
        AddKnob(_parameters, $"{Instance}/room-temperature", -1, Dimensions.Temperature, description.Room.Celsius, -40, 85, "Temperature of the room around the chassis.", HeaderWords.Room);
        for (int i = 0; i < streams.Length; i++)
        {
            AddKnob(
                _parameters, $"{Instance}/{streams[i].Name}/inlet-temperature", -1, Dimensions.Temperature, description.Streams[i].InletTemperature.Celsius, -40, 85,
                "Temperature of what flows in from outside.", streams[i].InletTemperature);
        }

        foreach (ComponentDraft draft in _components)
        {
            foreach (KnobDraft knob in draft.Builder.Parameters)
            {
                AddKnob(_parameters, draft, knob);
            }

            foreach (KnobDraft knob in draft.Builder.ActuatorDrafts)
            {
                AddKnob(_actuators, draft, knob);
            }

            foreach (KnobDraft knob in draft.Builder.FaultDrafts)
            {
                AddKnob(_faults, draft, knob);
            }
        }
    }

    private static void AddKnob(List<KnobInfo> list, ComponentDraft draft, KnobDraft knob) => AddKnob(
        list, $"{draft.Path}/{knob.Name}", draft.Index, knob.Dimension, knob.Initial, knob.Minimum, knob.Maximum, knob.Description, draft.Input(knob.Input));

    private static void AddKnob(
        List<KnobInfo> list, string path, int component, Dimension dimension, double initial, double minimum, double maximum, string text, int word) =>
        list.Add(new KnobInfo(list.Count, path, component, dimension, initial, minimum, maximum, text, word));

    private ControlModel CompileControl()
    {
        ControlModel.SensorModel[] sensors = CompileSensors();
        var actuators = new List<ControlModel.ActuatorModel>();
        foreach (KnobInfo actuator in _actuators)
        {
            int words = Allocate($"actuator/{actuator.Path}", ControlModel.ActuatorWords);
            _words[words + ControlModel.AutomaticValue] = actuator.Initial;
            actuators.Add(new ControlModel.ActuatorModel(actuator.Component, actuator.Word, words, actuator.Minimum, actuator.Maximum));
        }

        return new ControlModel
        {
            Sensors = sensors,
            Inputs = [.. CompileInputs()],
            Outputs = [.. CompileOutputs()],
            Actuators = [.. actuators],
            Alarms = [.. CompileAlarms()],
            Healths = [.. CompileHealths()],
            Headrooms = [.. _components.SelectMany(draft => draft.Builder.Points.Where(point => point.Limits is not null)
                .Select(point => new ControlModel.HeadroomModel(draft.Index, draft.Input(point.Input), point.Limits!.Warning.Celsius, point.Limits.Shutdown.Celsius)))],
        };
    }

    private ControlModel.SensorModel[] CompileSensors()
    {
        var sensors = new List<ControlModel.SensorModel>();
        foreach (ComponentDraft draft in _components)
        {
            var spread = new SpreadSource(description.Seed, draft.Description.Kind, draft.Description.Name);
            foreach (SensorDraft sensor in draft.Builder.SensorDrafts)
            {
                SensorOptions options = sensor.Options;
                int period = (int)Math.Max(1, options.Period.Nanoseconds / Math.Max(1, description.Schedule.BaseStep.Nanoseconds));
                double offset = description.Spread ? options.Offset * spread.Part("sensor/" + sensor.Name) : 0;
                sensors.Add(new ControlModel.SensorModel(
                    draft.Index, draft.At(sensor.Target), draft.Input(sensor.Input), Allocate($"sensor/{draft.Path}/{sensor.Name}", 2), offset, options.Noise, options.Resolution, options.Lag.Seconds,
                    period, sensors.Count % period, Hash64.Of($"{draft.Path}/{sensor.Name}") ^ Hash64.Mix(description.Seed)));
            }
        }

        return [.. sensors];
    }

    private List<ControlModel.InputModel> CompileInputs()
    {
        var inputs = new List<ControlModel.InputModel>();
        var bound = new Dictionary<(int, int), List<int>>();
        for (int i = 0; i < description.Sensors.Count; i++)
        {
            SensorBinding binding = description.Sensors[i];
            string where = $"control.sensors[{i}]";
            foreach ((ComponentDraft draft, int index, _, _) in _resolver.Find(binding.Input, where + ".input", "sensor input", draft => draft.Builder.SensorInputs.Select(input => input.Name)))
            {
                SensorInputDraft input = draft.Builder.SensorInputs[index];
                List<SignalInfo> signals = FindSignals(binding.Signals, where + ".signals", binding.Origin);
                foreach (SignalInfo wrong in signals.Where(signal => signal.Dimension != input.Dimension).Take(1))
                {
                    _problems.Add("TW0551", where + ".signals", $"'{wrong.Path}' is {wrong.Dimension?.Name ?? "a state"}, '{input.Name}' reads {input.Dimension.Name}.", null, binding.Origin);
                }

                if (!bound.TryGetValue((draft.Index, index), out List<int>? words))
                {
                    bound[(draft.Index, index)] = words = [];
                }

                words.AddRange(signals.Select(signal => signal.Word));
                if (input.Count > 1 && words.Count != input.Count)
                {
                    _problems.Add("TW0552", where + ".signals", $"'{binding.Signals}' names {words.Count} signals, '{input.Name}' reads {input.Count}.", null, binding.Origin);
                }
            }
        }

        foreach (((int component, int index), List<int> words) in bound.OrderBy(item => item.Key))
        {
            SensorInputDraft input = _components[component].Builder.SensorInputs[index];
            inputs.Add(new ControlModel.InputModel(component, _components[component].Input(input.Input), input.Count, [.. words], input.Aggregate));
        }

        return inputs;
    }

    private List<SignalInfo> FindSignals(string text, string where, Origin? origin)
    {
        var found = new List<SignalInfo>();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!NamePattern.TryParse($"{Instance}/{part}", out NamePattern? pattern, out string? problem))
            {
                _problems.Add("TW0501", where, problem + ".", null, origin);
                continue;
            }

            List<SignalInfo> matches = [.. _signals.Where(signal => pattern!.Matches(signal.Path))];
            if (matches.Count == 0)
            {
                _problems.Add("TW0553", where, $"'{part}' matches no signal.", Spelling.Hint($"{Instance}/{part}", _signals.Select(signal => signal.Path)), origin);
            }

            found.AddRange(matches);
        }

        return found;
    }

    private List<ControlModel.OutputModel> CompileOutputs()
    {
        var outputs = new List<ControlModel.OutputModel>();
        var moved = new HashSet<int>();
        for (int i = 0; i < description.Actuators.Count; i++)
        {
            ActuatorBinding binding = description.Actuators[i];
            string where = $"control.actuators[{i}]";
            var targets = new List<int>();
            foreach ((ComponentDraft draft, int index, _, _) in _resolver.Find(binding.Actuators, where + ".actuators", "actuator", draft => draft.Builder.ActuatorDrafts.Select(actuator => actuator.Name)))
            {
                int actuator = _actuators.FindIndex(item => item.Word == draft.Input(draft.Builder.ActuatorDrafts[index].Input));
                targets.Add(actuator);
                if (!moved.Add(actuator))
                {
                    _problems.Add("TW0554", where + ".actuators", $"'{_actuators[actuator].Path}' is moved by two controllers.", null, binding.Origin);
                }
            }

            foreach ((ComponentDraft draft, int index, _, _) in _resolver.Find(binding.Output, where + ".output", "actuator output", draft => draft.Builder.ActuatorOutputs.Select(output => output.Name)))
            {
                ActuatorOutputDraft output = draft.Builder.ActuatorOutputs[index];
                foreach (int wrong in targets.Where(target => _actuators[target].Dimension != output.Dimension).Take(1))
                {
                    _problems.Add("TW0551", where + ".actuators", $"'{_actuators[wrong].Path}' is {_actuators[wrong].Dimension.Name}, '{output.Name}' moves {output.Dimension.Name}.", null, binding.Origin);
                }

                outputs.Add(new ControlModel.OutputModel(draft.Index, draft.Output(output.Output), [.. targets]));
            }
        }

        return outputs;
    }

    private List<ControlModel.AlarmModel> CompileAlarms()
    {
        var alarms = new List<ControlModel.AlarmModel>();
        foreach (ComponentDraft draft in _components)
        {
            foreach (AlarmDraft alarm in draft.Builder.Alarms)
            {
                Add(draft.Index, $"{draft.Path}/{alarm.Name}", draft.At(alarm.Target), alarm.Options.Low, alarm.Options.High, alarm.Options.Hysteresis, alarm.Options.Severity, alarm.Options.Text);
            }

            foreach (PointDraft point in draft.Builder.Points.Where(point => point.Limits is not null))
            {
                Limit(draft, point, "warm", point.Limits!.Warning, AlarmSeverity.Warning, "above its warning limit: margin and life suffer; look at cooling and load");
                Limit(draft, point, "hot", point.Limits.Critical, AlarmSeverity.Critical, "above its critical limit: relieve it now, raise the fans, move traffic away");
                Limit(draft, point, "shutdown", point.Limits.Shutdown, AlarmSeverity.Critical, "above its shutdown limit: the part switches off or is destroyed");
            }

            foreach (LoadDraft load in draft.Builder.Loads)
            {
                Add(draft.Index, $"{draft.Path}/{load.Name}-overloaded", load.Drawn, double.NegativeInfinity, load.Maximum.Watts, 0.02 * load.Maximum.Watts, AlarmSeverity.Warning, $"Draws more than the {load.Maximum} it may.");
            }

            foreach (BundleDraft bundle in draft.Builder.Bundles.Where(bundle => bundle.Kind == BundleKind.OpticalReceiver))
            {
                // One alarm a bundle would need a maximum over its lanes; the first lane stands for the far end's level.
                var options = (OpticalReceiverOptions)bundle.Options;
                Add(draft.Index, $"{draft.Path}/{bundle.Name}-overload", draft.Input(bundle.Input) + (LaneLayout.ReceivedPower * bundle.Count), double.NegativeInfinity, options.Overload.Watts, 0.05 * options.Overload.Watts, AlarmSeverity.Warning, $"More than {options.Overload} arrives at the receivers: add attenuation.");
            }
        }

        return alarms;

        void Limit(ComponentDraft draft, PointDraft point, string name, Temperature limit, AlarmSeverity severity, string text) => Add(
            draft.Index, $"{draft.Path}/{point.Name}-{name}", draft.Input(point.Input), double.NegativeInfinity, limit.Celsius, LimitHysteresisK, severity,
            string.Create(CultureInfo.InvariantCulture, $"At {{0:0.0}} degC {text} ({limit.Celsius} degC)."));

        void Add(int component, string path, int word, double low, double high, double hysteresis, AlarmSeverity severity, string text)
        {
            int signal = _signals.FindIndex(item => item.Word == word);
            int identity = AddEvent(path, component, severity, text, isAlarm: true, signal, low, high);
            alarms.Add(new ControlModel.AlarmModel(component, word, low, high, hysteresis, Allocate($"alarm/{path}", 1), identity, severity == AlarmSeverity.Critical));
        }
    }

    private List<ControlModel.HealthModel> CompileHealths()
    {
        var healths = new List<ControlModel.HealthModel>();
        foreach (ComponentDraft draft in _components)
        {
            foreach (HealthDraft health in draft.Builder.Healths)
            {
                int word = draft.At(health.Slot);
                int signal = _signals.FindIndex(item => item.Word == word);
                int[] events = [.. health.States.Select((state, i) => state.Health == ComponentHealth.Ok ? -1 : AddEvent(
                    $"{draft.Path}/{health.Name}-{Spelling.Kebab(health.StateNames[i])}", draft.Index,
                    state.Health == ComponentHealth.Failed ? AlarmSeverity.Critical : AlarmSeverity.Warning, state.Text, isAlarm: true, signal))];
                int raised = AllocateTogether($"health/{draft.Path}/{health.Name}", health.StateNames, 1);
                healths.Add(new ControlModel.HealthModel(draft.Index, word, [.. health.States.Select(state => (int)state.Health)], events, raised));
            }
        }

        return healths;
    }
}
