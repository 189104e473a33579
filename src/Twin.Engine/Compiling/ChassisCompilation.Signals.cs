using Twin.Contracts;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;
using Twin.Physics.Signal;
using Twin.Units;

namespace Twin.Engine.Compiling;

internal sealed partial class ChassisCompilation
{
    private static readonly IReadOnlyList<string> ConditionNames = ["ok", "quarantined", "absent", "inserting"];
    private static readonly IReadOnlyList<string> HealthNames = ["ok", "degraded", "failed", "quarantined", "absent", "inserting"];
    private static readonly IReadOnlyList<string> PortStateNames = ["down", "degraded", "up"];
    private static readonly IReadOnlyList<string> TermNames = [.. Enum.GetNames<LinkTerm>().Select(Spelling.Kebab)];

    private int AddSignal(
        string element,
        string name,
        int word,
        Dimension? dimension,
        string text,
        string? metric = null,
        string hardware = "chassis",
        int component = -1,
        int? lane = null,
        string laneElement = "lane",
        int laneCount = 0,
        SignalKind kind = SignalKind.Truth,
        double minimum = double.NegativeInfinity,
        double maximum = double.PositiveInfinity,
        IReadOnlyList<string>? states = null,
        string? unit = null,
        params ReadOnlySpan<KeyValuePair<string, string>> attributes)
    {
        string path = lane is int number ? $"{element}/{ElementName.Numbered(laneElement, number, laneCount)}/{name}" : $"{element}/{name}";
        _signals.Add(new SignalInfo(
            _signals.Count, path, element, name, lane, component, dimension, unit ?? dimension?.Ucum ?? "1", kind, minimum, maximum, metric, hardware, text,
            states is null ? [] : [.. states], attributes.ToArray(), word));
        return _signals.Count - 1;
    }

    private void AddSignals(ThermalParts thermal, RailParts rails, StreamModel[] streams)
    {
        AddOwnSignals(thermal, rails, streams);
        foreach (ComponentDraft draft in _components)
        {
            AddComponentSignals(draft);
            AddPointSignals(draft);
            AddHeatPumpSignals(draft);
            AddFlowSignals(draft);
            AddLaneSignals(draft);
            AddLightSignals(draft);
            AddDeclaredSignals(draft);
        }

        foreach ((LaneKey lane, int result) in _farResults)
        {
            AddFarSignals(lane, result);
        }

        foreach (ComponentDraft draft in _components)
        {
            AddEvent($"{draft.Path}/quarantined", draft.Index, AlarmSeverity.Critical, "The component is not called any more, because it failed or somebody said so; its last good outputs are held. Reset it when mended.", isAlarm: true);
            if (draft.Builder.InsertionTime is not null)
            {
                AddEvent($"{draft.Path}/presence", draft.Index, AlarmSeverity.Warning, "Presence {0} (0 out, 1 being inserted, 2 in).");
            }

            foreach (EventDraft item in draft.Builder.Events)
            {
                AddEvent($"{draft.Path}/{item.Name}", draft.Index, item.Severity, item.Text);
            }
        }
    }

    private void AddOwnSignals(ThermalParts thermal, RailParts rails, StreamModel[] streams)
    {
        string chassis = Instance;
        AddSignal(chassis, "inlet-power", HeaderWords.InletPower, Dimensions.Power, "Power drawn from outside.", "hw.host.power");
        AddSignal(chassis, "inlet-energy", HeaderWords.InletEnergy, Dimensions.Energy, "Energy drawn from outside since the start of the epoch.", "hw.host.energy", kind: SignalKind.Counter);
        AddSignal(chassis, "fluid-heat", HeaderWords.FluidHeat, Dimensions.Power, "Heat carried out by air and coolant, from temperatures and flows.");
        AddSignal(chassis, "light-leaving", HeaderWords.LightLeaving, Dimensions.Power, "Light leaving through the front panel.");
        AddSignal(chassis, "light-arriving", HeaderWords.LightArriving, Dimensions.Power, "Light arriving through the front panel.");
        AddSignal(chassis, "light-lost", HeaderWords.LightLost, Dimensions.Power, "Light lost in fibres outside the chassis zones.");
        AddSignal(chassis, "surface-loss", HeaderWords.SurfaceLoss, Dimensions.Power, "Heat leaving through the surface of the chassis.");
        AddSignal(chassis, "stored-power", HeaderWords.StoredPower, Dimensions.Power, "Rate at which energy is stored in heat capacities and rails.");
        AddSignal(chassis, "box-imbalance", HeaderWords.BoxImbalance, Dimensions.Power, "What the balance of the box, made from temperatures and flows alone, leaves unexplained.", "chassis.twin.residual", attributes: new KeyValuePair<string, string>("domain", "box"));
        AddSignal(chassis, "worst-imbalance", HeaderWords.WorstImbalance, Dimensions.Power, "Largest imbalance of a single component.", "chassis.twin.residual", attributes: new KeyValuePair<string, string>("domain", "component"));
        AddSignal(chassis, "throughput", HeaderWords.Throughput, Dimensions.BitRate, "Traffic carried by all ports, one way.");
        AddSignal(chassis, "energy-per-bit", HeaderWords.EnergyPerBit, Dimensions.EnergyPerBit, "Power drawn from outside over the capacity of the ports that are up; 0 while no port is up.", "chassis.energy_per_bit");
        AddSignal(chassis, "heating-margin", HeaderWords.HeatingMargin, Dimensions.TemperatureDifference, "Smallest distance of a temperature to its warning limit.", "hw.host.heating_margin");
        AddSignal(chassis, "simulated-time", HeaderWords.SimulatedSeconds, Dimensions.Duration, "Simulated time since the start of the run.", "chassis.twin.simulation_time");
        AddSignal(chassis, "step", HeaderWords.StepNumber, null, "Steps done since the start of the run.", "chassis.twin.step", kind: SignalKind.Counter, unit: "{step}");
        AddSignal(chassis, "quarantined-components", HeaderWords.QuarantinedComponents, null, "Components that are not called any more.", "chassis.twin.components.quarantined", unit: "{component}");
        AddSignal(chassis, "active-alarms", HeaderWords.ActiveAlarms, null, "Alarms that are raised; quarantined components count apart.", "chassis.twin.alarms.active", unit: "{alarm}");
        AddSignal(chassis, "room-temperature", HeaderWords.Room, Dimensions.Temperature, "Temperature of the room around the chassis.");
        AddLoopSignals();
        for (int i = 0; i < streams.Length; i++)
        {
            AddSignal(
                $"{chassis}/{streams[i].Name}", "inlet-temperature", streams[i].InletTemperature, Dimensions.Temperature, "Temperature of what flows in from outside.",
                i == 0 ? "hw.host.ambient_temperature" : null);
        }

        foreach ((string element, int node) in thermal.OwnNodes)
        {
            AddSignal(element, "temperature", thermal.Temperatures + node, Dimensions.Temperature, "Temperature.", "hw.temperature", attributes: Truth(element));
        }

        foreach (RailModel rail in rails.Rails)
        {
            AddSignal(rail.Path, "voltage", rail.Words + RailModel.Voltage, Dimensions.Voltage, "Voltage at the loads.", "hw.voltage", "voltage", attributes: new KeyValuePair<string, string>("hw.sensor_location", "loads"));
            AddSignal(rail.Path, "power", rail.Words + RailModel.Delivered, Dimensions.Power, "Power that the sources deliver.");
        }
    }

    private static KeyValuePair<string, string> Truth(string element) => new("hw.sensor_location", element[(element.LastIndexOf('/') + 1)..]);

    private void AddComponentSignals(ComponentDraft draft)
    {
        string type = draft.Builder.Hardware;
        AddSignal(draft.Path, "condition", draft.Words + ComponentWords.Condition, null, "Whether the component is in its place and called.", null, type, draft.Index, kind: SignalKind.Status, states: ConditionNames);
        AddSignal(draft.Path, "health", draft.Words + ComponentWords.Health, null, "How well the component does its work, or why it does none.", "hw.status", type, draft.Index, kind: SignalKind.Status, states: HealthNames);
        AddSignal(draft.Path, "power", draft.Words + ComponentWords.Power, Dimensions.Power, "Electrical power taken in, less what is passed on.", "hw.power", type, draft.Index);
        AddSignal(draft.Path, "energy", draft.Words + ComponentWords.Energy, Dimensions.Energy, "Electrical energy taken in since the start of the epoch, less what was passed on.", "hw.energy", type, draft.Index, kind: SignalKind.Counter);
        AddSignal(draft.Path, "imbalance", draft.Words + ComponentWords.Imbalance, Dimensions.Power, "What its own energy balance leaves unexplained.", null, type, draft.Index);
        foreach (LoadDraft load in draft.Builder.Loads)
        {
            string element = $"{draft.Path}/{load.Name}";
            AddSignal(element, "power", load.Drawn, Dimensions.Power, "Power drawn at this load, leakage and converters included.", null, type, draft.Index);
            AddSignal(element, "voltage", draft.Input(load.Input) + LaneLayout.LoadVoltage, Dimensions.Voltage, "Voltage at this load.", "hw.voltage", "voltage", draft.Index, attributes: Truth(element));
        }

        foreach (SourceDraft source in draft.Builder.Sources)
        {
            string element = $"{draft.Path}/{source.Name}";
            AddSignal(element, "output-power", draft.Input(source.Input) + LaneLayout.SourceOutput, Dimensions.Power, "Power delivered.", null, type, draft.Index, maximum: source.Options.Rated.Watts);
            AddSignal(element, "loss", draft.Input(source.Input) + LaneLayout.SourceLoss, Dimensions.Power, "Power lost in conversion.", null, type, draft.Index);
        }
    }

    private void AddPointSignals(ComponentDraft draft)
    {
        foreach (PointDraft point in draft.Builder.Points)
        {
            string element = $"{draft.Path}/{point.Name}";
            bool isBody = point.Kind is PointKind.Node or PointKind.Block;
            AddSignal(
                element, "temperature", draft.Input(point.Input), Dimensions.Temperature, "Temperature of the model.", isBody ? "hw.temperature" : null, draft.Builder.Hardware,
                draft.Index, attributes: Truth(element));
        }

        foreach (PackageSignal signal in _packageSignals.Where(signal => signal.Component == draft.Index))
        {
            AddSignal(signal.Element, signal.Name, signal.Word, signal.Dimension, signal.Text, null, draft.Builder.Hardware, draft.Index);
        }
    }

    private void AddFlowSignals(ComponentDraft draft)
    {
        string type = draft.Builder.Hardware;
        foreach (FlowDraft flow in draft.Builder.Flows)
        {
            int word = draft.Input(flow.Input);
            string element = $"{draft.Path}/{flow.Name}";
            string metric = flow.Medium == FlowMedium.Air ? "chassis.air.flow" : "chassis.coolant.flow";
            AddSignal(element, "flow", word + LaneLayout.ElementFlow, Dimensions.VolumeFlow, "Volume flow from inlet to outlet.", metric, type, draft.Index);
            string pressure = flow.Medium == FlowMedium.Air ? "chassis.air.pressure" : "chassis.coolant.pressure";
            AddSignal(
                element, "pressure-drop", word + LaneLayout.ElementDrop, Dimensions.Pressure, "Pressure at the inlet less that at the outlet; negative over a fan or pump at work.", pressure, type, draft.Index,
                attributes: new KeyValuePair<string, string>("hw.sensor_location", "drop"));
            AddSignal(element, "inlet-temperature", word + LaneLayout.ElementInlet, Dimensions.Temperature, "Temperature of the fluid that enters.", null, type, draft.Index);
            AddSignal(element, "outlet-temperature", word + LaneLayout.ElementOutlet, Dimensions.Temperature, "Temperature of the fluid that leaves.", null, type, draft.Index);
        }
    }

    private void AddLaneSignals(ComponentDraft draft)
    {
        string type = draft.Builder.Hardware;
        foreach (BundleDraft bundle in draft.Builder.Bundles)
        {
            bool isReceiver = bundle.Kind is BundleKind.ElectricalReceiver or BundleKind.OpticalReceiver;
            bool isJudged = isReceiver && (bundle.ForwardTo < 0 || bundle.Relay == Relay.Retimed);
            for (int i = 0; i < bundle.Count; i++)
            {
                int output = draft.Output(bundle.Output) + i;
                int input = draft.Input(bundle.Input) + i;
                if (bundle.Kind == BundleKind.OpticalTransmitter)
                {
                    Add("power", output + (LaneLayout.OpticalPower * bundle.Count), Dimensions.Power, "Average optical power sent.", "chassis.lane.optical.power", ("direction", "transmit"));
                    Add("oma", output + (LaneLayout.OpticalOma * bundle.Count), Dimensions.Power, "Outer optical modulation amplitude sent.", "chassis.lane.optical.oma", null);
                }
                else if (bundle.Kind == BundleKind.OpticalReceiver)
                {
                    Add("power", input + (LaneLayout.ReceivedPower * bundle.Count), Dimensions.Power, "Average optical power received.", "chassis.lane.optical.power", ("direction", "receive"));
                }

                if (isJudged)
                {
                    string side = bundle.Kind == BundleKind.OpticalReceiver ? "media" : "host";
                    Add("error-ratio", output + (LaneLayout.VerdictErrorRatio * bundle.Count), Dimensions.Ratio, "Bit error ratio before error correction of the segment that ends here.", "chassis.lane.prefec.ber", ("side", side));
                    Add("margin", output + (LaneLayout.VerdictMargin * bundle.Count), Dimensions.Decibels, "Margin to the target error ratio.", null, null);
                    Add("snr", output + (LaneLayout.VerdictSnr * bundle.Count), Dimensions.Decibels, "Signal-to-noise ratio at the slicer.", bundle.Kind == BundleKind.OpticalReceiver ? "chassis.lane.optical.snr" : "chassis.lane.serdes.snr", ("side", side));
                }

                void Add(string name, int word, Dimension dimension, string text, string? metric, (string Name, string Value)? attribute)
                {
                    KeyValuePair<string, string>[] attributes = attribute is (string key, string value) ? [new KeyValuePair<string, string>(key, value)] : [];
                    AddSignal($"{draft.Path}", $"{bundle.Name}/{name}", word, dimension, text, metric, type, draft.Index, i, "lane", bundle.Count, attributes: attributes);
                }
            }
        }
    }

    private void AddLightSignals(ComponentDraft draft)
    {
        string type = draft.Builder.Hardware;
        foreach (LightInputDraft input in draft.Builder.LightInputs)
        {
            for (int i = 0; i < input.Count; i++)
            {
                AddSignal($"{draft.Path}", $"{input.Name}/power", draft.Input(input.Input) + i, Dimensions.Power, "Light arriving from outside.", "chassis.optical_engine.els.input_power", type, draft.Index, i, "fiber", input.Count);
            }
        }

        foreach (LightSourceDraft source in draft.Builder.LightSources)
        {
            for (int i = 0; i < source.Count; i++)
            {
                AddSignal($"{draft.Path}", $"{source.Name}/power", draft.Output(source.Output) + i, Dimensions.Power, "Light leaving.", null, type, draft.Index, i, "output", source.Count);
            }
        }
    }

    private void AddDeclaredSignals(ComponentDraft draft)
    {
        foreach (SignalDraft signal in draft.Builder.SignalDrafts)
        {
            int count = signal.Lane is null ? 0 : draft.Builder.SignalDrafts.Count(other => other.Element == signal.Element && other.Name == signal.Name);
            AddSignal(
                draft.Path, signal.Name, draft.At(signal.Slot), signal.Dimension, signal.Options.Description, signal.Options.Metric,
                signal.Options.ElementType ?? draft.Builder.Hardware, draft.Index, signal.Lane, signal.Element, count, signal.Kind, signal.Options.Minimum, signal.Options.Maximum,
                signal.States, signal.Unit);
        }

        foreach (SensorDraft sensor in draft.Builder.SensorDrafts)
        {
            string? metric = sensor.Dimension == Dimensions.Temperature ? "hw.temperature" : null;
            AddSignal(
                draft.Path, sensor.Name, draft.Input(sensor.Input), sensor.Dimension, "Reading of the sensor.", metric, draft.Builder.Hardware, draft.Index, kind: SignalKind.Sensor,
                attributes: new KeyValuePair<string, string>("hw.sensor_location", sensor.Name));
        }

        foreach (KnobInfo actuator in _actuators.Where(knob => knob.Component == draft.Index))
        {
            AddSignal(draft.Path, actuator.Path[(actuator.Path.LastIndexOf('/') + 1)..], actuator.Word, actuator.Dimension, actuator.Description, null, draft.Builder.Hardware, draft.Index, minimum: actuator.Minimum, maximum: actuator.Maximum);
        }
    }

    // What becomes of a lane at the partner's receiver: no component of the chassis sees it, the operator wants to.
    private void AddFarSignals(LaneKey lane, int result)
    {
        ComponentDraft draft = _components[lane.Component];
        BundleDraft bundle = Bundle(lane);
        AddSignal(draft.Path, $"{bundle.Name}/far-error-ratio", result + LinkModel.ResultErrorRatio, Dimensions.Ratio, "Bit error ratio at the far receiver.", null, draft.Builder.Hardware, draft.Index, lane.Lane, "lane", bundle.Count);
        AddSignal(draft.Path, $"{bundle.Name}/far-margin", result + LinkModel.ResultMargin, Dimensions.Decibels, "Margin at the far receiver.", null, draft.Builder.Hardware, draft.Index, lane.Lane, "lane", bundle.Count);
    }

    private int AddPortSignals(string path, int words)
    {
        const string Type = "network";
        AddSignal(path, "enabled", words + LinkModel.PortEnabled, null, "Whether the port is configured up.", null, Type, kind: SignalKind.Status, states: ["false", "true"]);
        AddSignal(path, "utilization", words + LinkModel.PortUtilization, Dimensions.Ratio, "Share of the rate that carries packets.", "hw.network.bandwidth.utilization", Type);
        int state = AddSignal(path, "state", words + LinkModel.PortState, null, "State of the port.", "hw.network.up", Type, kind: SignalKind.Status, states: PortStateNames);
        AddSignal(path, "margin", words + LinkModel.PortMargin, Dimensions.Decibels, "Margin of its worst lane, either way.", null, Type);
        AddSignal(path, "limiting-lane", words + LinkModel.PortLimitingLane, null, "Its worst lane.", null, Type);
        AddSignal(path, "limiting-direction", words + LinkModel.PortLimitingDirection, null, "Direction of its worst lane.", null, Type, kind: SignalKind.Status, states: ["transmit", "receive"]);
        AddSignal(path, "limiting-term", words + LinkModel.PortLimitingTerm, null, "What limits its worst lane.", null, Type, kind: SignalKind.Status, states: TermNames);
        AddSignal(path, "error-ratio", words + LinkModel.PortErrorRatio, Dimensions.Ratio, "Mean bit error ratio before correction, received.", null, Type);
        AddSignal(path, "codeword-error-ratio", words + LinkModel.PortCodewordErrorRatio, Dimensions.Ratio, "Share of received codewords that cannot be corrected.", null, Type);
        AddSignal(path, "post-error-ratio", words + LinkModel.PortPostErrorRatio, Dimensions.Ratio, "Bit error ratio after correction, received.", "chassis.port.postfec.ber", Type);
        AddSignal(path, "far-codeword-error-ratio", words + LinkModel.PortFarCodewordErrorRatio, Dimensions.Ratio, "Share of sent codewords that the far end cannot correct.", null, Type);
        AddSignal(path, "bytes", words + LinkModel.PortBytes, null, "Bytes sent; as many are received.", "hw.network.io", Type, kind: SignalKind.Counter, unit: "By", attributes: new KeyValuePair<string, string>("network.io.direction", "transmit"));
        AddSignal(path, "codewords", words + LinkModel.PortCodewords, null, "Codewords received.", null, Type, kind: SignalKind.Counter, unit: "{codeword}");
        AddSignal(path, "uncorrectable-codewords", words + LinkModel.PortUncorrectable, null, "Codewords received that could not be corrected, as expected from the error ratios.", "hw.errors", Type, kind: SignalKind.Counter, unit: "{error}", attributes: new KeyValuePair<string, string>("error.type", "fec_uncorrectable"));
        return state;
    }
}
