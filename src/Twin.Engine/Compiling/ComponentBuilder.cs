using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Twin.Contracts;
using Twin.Engine.Description;
using Twin.Units;

namespace Twin.Engine.Compiling;

/// <summary>Writes down what one component declares and gives out offsets into the component's four sections.</summary>
/// <remarks>Word 0 of each section is spare: a default handle reaches it and nothing else.</remarks>
internal sealed class ComponentBuilder(ComponentDescription description, string path, bool keepsArrivals, ProblemList problems, List<string> log) : IComponentBuilder
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> _pointOfInput = [];
    private readonly List<double>[] _sections = [[0], [0], [0], [0]];
    private readonly List<ElementWords>[] _elements = [[ElementWords.Spare], [ElementWords.Spare], [ElementWords.Spare], [ElementWords.Spare]];

    // What was named last: the words that follow are its own.
    private string _element = "unnamed";
    private int _partsOfElement;

    public string Path { get; } = path;

    public string Hardware { get; private set; } = "module";

    public Duration? InsertionTime { get; private set; }

    public Duration? Period { get; private set; }

    public List<PointDraft> Points { get; } = [];

    public List<DieDraft> Dies { get; } = [];

    public List<CouplingDraft> Couplings { get; } = [];

    public List<FlowDraft> Flows { get; } = [];

    public List<ExchangeDraft> Exchanges { get; } = [];

    public List<StreamExchangeDraft> StreamExchanges { get; } = [];

    public List<LoadDraft> Loads { get; } = [];

    public List<LeakageDraft> Leakages { get; } = [];

    public List<HeatPumpDraft> HeatPumps { get; } = [];

    public List<HealthDraft> Healths { get; } = [];

    public List<InletDraft> Inlets { get; } = [];

    public List<SourceDraft> Sources { get; } = [];

    public List<BundleDraft> Bundles { get; } = [];

    public List<LightSourceDraft> LightSources { get; } = [];

    public List<LightInputDraft> LightInputs { get; } = [];

    public List<SignalDraft> SignalDrafts { get; } = [];

    public List<SensorDraft> SensorDrafts { get; } = [];

    public List<AlarmDraft> Alarms { get; } = [];

    public List<EventDraft> Events { get; } = [];

    public List<KnobDraft> Parameters { get; } = [];

    public List<KnobDraft> ActuatorDrafts { get; } = [];

    public List<KnobDraft> FaultDrafts { get; } = [];

    public List<LaneParameterDraft> LaneParameters { get; } = [];

    public List<SensorInputDraft> SensorInputs { get; } = [];

    public List<ActuatorOutputDraft> ActuatorOutputs { get; } = [];

    public int RandomStreams { get; private set; }

    public ReadOnlySpan<double> Initial(Section section) => CollectionsMarshal.AsSpan(_sections[(int)section]);

    /// <summary>What lies in a section, in order and without gaps.</summary>
    public IReadOnlyList<ElementWords> Elements(Section section) => _elements[(int)section];

    public void Log(LogLevel level, string message) => log.Add($"{level} {Path}: {message}");

    public void Refuse(string parameter, string problem)
    {
        Origin? origin = description.Parameters.Entries.FirstOrDefault(entry => entry.Key == parameter).Value?.Origin ?? description.Origin;
        problems.Add("TW0307", $"components.{description.Name}.{parameter}", problem, null, origin);
    }

    public void HardwareType(string type) => Hardware = type;

    public void Replaceable(Duration insertion) => InsertionTime = insertion;

    public LiveParameter<T> LiveParameter<T>(string name, T initial, T minimum, T maximum, string description)
        where T : struct, IQuantity<T>
    {
        KnobDraft draft = Knob(name, T.Dimension, initial.Si, minimum.Si, maximum.Si, description);
        Parameters.Add(draft);
        return new LiveParameter<T>(draft.Input);
    }

    public LaneParameter<T> LaneParameter<T>(string name, T nominal, int count, Variation variation)
        where T : struct, IQuantity<T>
    {
        count = Count(name, count);
        Claim(name);
        int input = Allocate(Section.Inputs, count, nominal.Si, isOwn: true);
        LaneParameters.Add(new LaneParameterDraft(name, nominal.Si, count, variation, input));
        return new LaneParameter<T>(input, count);
    }

    public Fault Fault(string name, string description)
    {
        KnobDraft draft = Knob(name, Dimensions.Ratio, 0, 0, 1, description);
        FaultDrafts.Add(draft);
        return new Fault(draft.Input);
    }

    public IReadOnlyList<Fault> Faults(string name, int count, string description)
    {
        var faults = new Fault[Count(name, count)];
        for (int i = 0; i < faults.Length; i++)
        {
            faults[i] = Fault(ElementName.Numbered(name, i, faults.Length), description);
        }

        return faults;
    }

    public StateVariable<T> State<T>(string name, T initial)
        where T : unmanaged
    {
        Claim(name);
        return new StateVariable<T>(AllocateRaw(1, initial));
    }

    public StateArray<T> StateArray<T>(string name, int count, T initial)
        where T : unmanaged
    {
        Claim(name);
        count = Count(name, count);
        return new StateArray<T>(AllocateRaw(count, initial), count);
    }

    public RandomStream RandomStream(string name)
    {
        Claim(name);
        return new RandomStream(Allocate(Section.Raw, 1, 0), RandomStreams++);
    }

    public ThermalNode ThermalNode(string name, HeatCapacity capacity, TemperatureLimits? limits)
    {
        if (!(capacity.JoulesPerKelvin > 0) || !double.IsFinite(capacity.JoulesPerKelvin))
        {
            Defect("TW0402", name, $"the heat capacity is {capacity}; it must be greater than zero.");
        }

        PointDraft point = Point(name, PointKind.Node, capacity.JoulesPerKelvin, limits, -1, default);
        return new ThermalNode(point.Input, point.Post);
    }

    public Mount Mount(string name) => new(Point(name, PointKind.Mount, 0, null, -1, default).Input);

    public Die Die(string name, DieOutline outline)
    {
        ArgumentNullException.ThrowIfNull(outline);
        Claim(name);
        Dies.Add(new DieDraft(name, outline));
        return new Die(Dies.Count - 1);
    }

    public DieBlock DieBlock(Die die, string name, DieRectangle area, TemperatureLimits? limits)
    {
        DieOutline outline = Dies[die.Index].Outline;
        CheckInside(outline, name, area.X.Meters, area.Y.Meters, area.X.Meters + area.Width.Meters, area.Y.Meters + area.Height.Meters);
        double volume = area.Area.SquareMeters * outline.Thickness.Meters;
        PointDraft point = Point(name, PointKind.Block, volume * outline.HeatCapacity.Si, limits, die.Index, area);
        return new DieBlock(point.Input, point.Post);
    }

    public ThermalProbe Probe(Die die, string name, Length x, Length y)
    {
        CheckInside(Dies[die.Index].Outline, name, x.Meters, y.Meters, x.Meters, y.Meters);
        return new ThermalProbe(Point(name, PointKind.Probe, 0, null, die.Index, new DieRectangle(x, y, default, default)).Input);
    }

    public ThermalCoupling Couple(ThermalNode first, ThermalNode second, ThermalConductance conductance) => Couple(first.Temperature, second.Temperature, conductance);

    public ThermalCoupling Couple(ThermalNode node, Mount mount, ThermalConductance conductance) => Couple(node.Temperature, mount.Temperature, conductance);

    public ThermalCoupling Couple(ThermalNode node, ThermalProbe probe, ThermalConductance conductance) => Couple(node.Temperature, probe.Temperature, conductance);

    public FlowElement FlowElement(string name, FlowMedium medium, FlowResistance resistance)
    {
        Claim(name);
        bool isGood = resistance.LinearPaPerM3S >= 0 && resistance.QuadraticPaPerM3S2 >= 0 && resistance.LinearPaPerM3S + resistance.QuadraticPaPerM3S2 > 0;
        if (!isGood)
        {
            Defect("TW0403", name, "a flow resistance needs a part greater than zero and none below.");
        }

        int input = Allocate(Section.Inputs, LaneLayout.ElementInputs, 0);
        int output = Allocate(Section.Outputs, 1, 1);
        Flows.Add(new FlowDraft(name, medium, resistance, null, input, output));
        return new FlowElement(input, output);
    }

    public FlowMover FlowMover(string name, FlowMedium medium, FlowMoverOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Claim(name);
        int input = Allocate(Section.Inputs, LaneLayout.ElementInputs, 0);
        int output = Allocate(Section.Outputs, 1, 0);
        Flows.Add(new FlowDraft(name, medium, default, options, input, output));
        return new FlowMover(input, output);
    }

    public ConvectiveExchange Exchange(string name, ThermalNode node, FlowElement element, ExchangeOptions options) => Exchange(name, node, element.Inputs, options);

    public ConvectiveExchange Exchange(string name, ThermalNode node, FlowMover mover, ExchangeOptions options) => Exchange(name, node, mover.Inputs, options);

    private ConvectiveExchange Exchange(string name, ThermalNode node, int flowInput, ExchangeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Claim(name);
        if (!IsGood(options))
        {
            Defect("TW0403", name, "an exchange needs a reference flow greater than zero and no conductance below zero.");
        }

        int input = Allocate(Section.Inputs, 1, 0);
        int output = Allocate(Section.Outputs, 1, 1);
        Exchanges.Add(new ExchangeDraft(name, PointOf(node.Temperature), Known(Flows.FindIndex(flow => flow.Input == flowInput)), options, input, output));
        return new ConvectiveExchange(input, output);
    }

    public StreamExchange Exchange(string name, FlowElement first, FlowElement second, StreamExchangeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Claim(name);
        if (!IsGood(options.First) || !IsGood(options.Second))
        {
            Defect("TW0403", name, "an exchange needs a reference flow greater than zero and no conductance below zero.");
        }

        if (first == second)
        {
            Defect("TW0403", name, "an exchange between two flows needs two of them.");
        }

        int input = Allocate(Section.Inputs, 1, 0);
        int output = Allocate(Section.Outputs, 1, 1);
        StreamExchanges.Add(new StreamExchangeDraft(
            name, Known(Flows.FindIndex(flow => flow.Input == first.Inputs)), Known(Flows.FindIndex(flow => flow.Input == second.Inputs)), options, input, output));
        return new StreamExchange(input, output);
    }

    private static bool IsGood(ExchangeOptions options) => options.ReferenceFlow.Si > 0 && !(options.Reference.Si < 0) && !(options.Still.Si < 0);

    public RailLoad RailLoad(string name, Voltage nominal, Power maximum)
    {
        Claim(name);
        int input = Allocate(Section.Inputs, LaneLayout.LoadInputs, 0);
        int post = Allocate(Section.Posts, 1, 0);
        Loads.Add(new LoadDraft(name, nominal, maximum, input, post));
        return new RailLoad(input, post);
    }

    public Leakage Leakage(string name, RailLoad load, ThermalNode node) => Leakage(name, load, node.Temperature);

    public Leakage Leakage(string name, RailLoad load, DieBlock block) => Leakage(name, load, block.Temperature);

    public HeatPump HeatPump(string name, RailLoad load, ThermalNode cold, ThermalNode hot, HeatPumpOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Claim(name);
        if (!IsPositive(options.Seebeck.Si) || !IsPositive(options.Resistance.Si) || !IsPositive(options.Conductance.Si))
        {
            Defect("TW0413", name, "a thermoelectric module needs a Seebeck coefficient, a resistance and a conductance greater than zero and finite.");
        }

        if (cold.Temperature == hot.Temperature)
        {
            Defect("TW0413", name, "a thermoelectric module needs two nodes, one at each face.");
        }

        Couple(cold, hot, options.Conductance);
        int post = Allocate(Section.Posts, 1, 0);
        int input = Allocate(Section.Inputs, LaneLayout.PumpInputs, 0);
        HeatPumps.Add(new HeatPumpDraft(name, LoadOf(load), PointOf(cold.Temperature), PointOf(hot.Temperature), options, post, input));
        return new HeatPump(post, input, load.Inputs);

        static bool IsPositive(double value) => value > 0 && double.IsFinite(value);
    }

    public PowerInlet PowerInlet(string name, Voltage nominal)
    {
        Claim(name);
        int input = Allocate(Section.Inputs, 2, 0);
        Inlets.Add(new InletDraft(name, nominal, input));
        return new PowerInlet(input);
    }

    public PowerSource PowerSource(string name, RailLoad input, ThermalNode lossNode, PowerSourceOptions options) =>
        PowerSource(name, LoadOf(input), -1, lossNode, options);

    public PowerSource PowerSource(string name, PowerInlet input, ThermalNode lossNode, PowerSourceOptions options) =>
        PowerSource(name, -1, Known(Inlets.FindIndex(inlet => inlet.Input == input.Inputs)), lossNode, options);

    public ElectricalTransmitter ElectricalTransmitter(string name, int lanes, LaneFormat format, ElectricalTransmitterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        BundleDraft draft = Bundle(
            name, BundleKind.ElectricalTransmitter, lanes, format, options, LaneLayout.LaneInputs, [options.Swing.Si, options.SignalToNoise.Si, options.JitterUi]);
        return new ElectricalTransmitter(draft.Input, draft.Output, draft.Count, Bundles.Count - 1);
    }

    public ElectricalReceiver ElectricalReceiver(string name, int lanes, LaneFormat format, ElectricalReceiverOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        BundleDraft draft = Bundle(
            name, BundleKind.ElectricalReceiver, lanes, format, options, LaneLayout.LaneInputs, [0, 0, 0, options.InputNoise.Si]);
        return new ElectricalReceiver(draft.Input, draft.Output, draft.Count, Bundles.Count - 1, draft.Arrivals);
    }

    public OpticalTransmitter OpticalTransmitter(string name, int lanes, LaneFormat format, OpticalTransmitterOptions options) =>
        OpticalTransmitter(name, lanes, format, options, -1, []);

    public OpticalTransmitter OpticalTransmitter(
        string name, int lanes, LaneFormat format, OpticalTransmitterOptions options, LightInput carrier, IReadOnlyList<int> feeds)
    {
        ArgumentNullException.ThrowIfNull(feeds);
        if (feeds.Count != lanes || feeds.Any(feed => feed < 0 || feed >= carrier.Count))
        {
            Defect("TW0404", name, $"'feeds' must name one of the {carrier.Count} light inputs for each of the {lanes} lanes; it has {feeds.Count} entries.");
        }

        return OpticalTransmitter(name, lanes, format, options, carrier.Bundle, feeds);
    }

    public OpticalReceiver OpticalReceiver(string name, int lanes, LaneFormat format, OpticalReceiverOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        BundleDraft draft = Bundle(
            name, BundleKind.OpticalReceiver, lanes, format, options, LaneLayout.OpticalReceiverInputs,
            [0, 0, 0, options.Responsivity.Si, options.NoiseDensity.Si, options.Bandwidth.Si]);
        return new OpticalReceiver(draft.Input, draft.Output, draft.Count, Bundles.Count - 1, draft.Arrivals);
    }

    public void Forward(ElectricalReceiver from, OpticalTransmitter to, Relay relay, Duration latency) => Forward(from.Bundle, to.Bundle, relay, latency);

    public void Forward(OpticalReceiver from, ElectricalTransmitter to, Relay relay, Duration latency) => Forward(from.Bundle, to.Bundle, relay, latency);

    public void Forward(ElectricalReceiver from, ElectricalTransmitter to, Relay relay, Duration latency) => Forward(from.Bundle, to.Bundle, relay, latency);

    public void Forward(OpticalReceiver from, OpticalTransmitter to, Relay relay, Duration latency) => Forward(from.Bundle, to.Bundle, relay, latency);

    public LightSource LightSource(string name, int outputs, LightSourceOptions options) => LightSource(name, outputs, options, -1);

    public LightSource LightSource(string name, int outputs, LightSourceOptions options, LightInput from) => LightSource(name, outputs, options, from.Bundle);

    public LightInput LightInput(string name, int inputs, Decibels reflectance)
    {
        Claim(name);
        inputs = Count(name, inputs);
        int input = Allocate(Section.Inputs, LaneLayout.LightFields * inputs, 0);
        LightInputs.Add(new LightInputDraft(name, inputs, reflectance, input));
        return new LightInput(input, inputs, LightInputs.Count - 1);
    }

    public Signal<T> Signal<T>(string name, SignalKind kind, SignalOptions options)
        where T : struct, IQuantity<T> =>
        new(AddSignal(string.Empty, name, null, T.Dimension, T.Dimension.Ucum, kind, options, [], []).Slot.Offset);

    public LaneSignal<T> Signals<T>(string name, string element, int count, SignalKind kind, SignalOptions options)
        where T : struct, IQuantity<T>
    {
        ArgumentNullException.ThrowIfNull(options);
        count = Count(name, count);
        CheckName(element);
        Claim(element + "/" + name, name);
        int output = Allocate(Section.Outputs, count, 0);
        for (int i = 0; i < count; i++)
        {
            SignalDrafts.Add(new SignalDraft(
                element, name, i, T.Dimension, T.Dimension.Ucum, kind, options, new Slot(Section.Outputs, output + i), [], []));
        }

        return new LaneSignal<T>(output, count);
    }

    public StatusSignal Status(string name, IReadOnlyList<string> states, SignalOptions options) =>
        new(AddSignal(string.Empty, name, null, null, "1", SignalKind.Status, options, states, []).Slot.Offset);

    public void Health(StatusSignal status, IReadOnlyList<StateHealth> states)
    {
        ArgumentNullException.ThrowIfNull(states);
        SignalDraft draft = SignalDrafts.Find(draft => draft.Slot == new Slot(Section.Outputs, status.Value) && draft.Kind == SignalKind.Status)
            ?? throw new ArgumentException("A status of another component, or none, was used.", nameof(status));
        if (states.Count != draft.States.Count)
        {
            Defect("TW0414", draft.Name, $"its health has {states.Count} entries for {draft.States.Count} states.");
            return;
        }

        Healths.Add(new HealthDraft(draft.Name, draft.States, states, draft.Slot));
    }

    public CounterSignal Counter(string name, string unit, SignalOptions options) =>
        new(AddSignal(string.Empty, name, null, null, unit, SignalKind.Counter, options, [], []).Slot.Offset);

    public Sensor Sensor(string name, ThermalNode node, SensorOptions options) => PointSensor(name, node.Temperature, options);

    public Sensor Sensor(string name, Mount node, SensorOptions options) => PointSensor(name, node.Temperature, options);

    public Sensor Sensor(string name, ThermalProbe node, SensorOptions options) => PointSensor(name, node.Temperature, options);

    public Sensor Sensor(string name, DieBlock node, SensorOptions options) => PointSensor(name, node.Temperature, options);

    public Sensor Sensor<T>(string name, Signal<T> signal, SensorOptions options)
        where T : struct, IQuantity<T> =>
        AddSensor(name, -1, new Slot(Section.Outputs, signal.Value), T.Dimension, options);

    public ComponentEvent Event(string name, AlarmSeverity severity, string text)
    {
        Claim(name);
        int raw = Allocate(Section.Raw, LaneLayout.EventWords, 0);
        Events.Add(new EventDraft(name, severity, text, raw));
        return new ComponentEvent(raw);
    }

    public void Alarm<T>(string name, Signal<T> signal, AlarmOptions options)
        where T : struct, IQuantity<T>
    {
        Claim(name);
        SignalDraft? watched = SignalDrafts.Find(draft => draft.Slot == new Slot(Section.Outputs, signal.Value));
        if (watched is not null)
        {
            Alarms.Add(new AlarmDraft(name, watched.Slot, options, watched.Element, watched.Name));
        }
    }

    public void Alarm(string name, Sensor sensor, AlarmOptions options)
    {
        Claim(name);
        SensorDraft? watched = SensorDrafts.Find(draft => draft.Input == sensor.Value);
        if (watched is not null)
        {
            Alarms.Add(new AlarmDraft(name, new Slot(Section.Inputs, watched.Input), options, string.Empty, watched.Name));
        }
    }

    public Actuator<T> Actuator<T>(string name, T initial, T minimum, T maximum, string description)
        where T : struct, IQuantity<T>
    {
        KnobDraft draft = Knob(name, T.Dimension, initial.Si, minimum.Si, maximum.Si, description);
        ActuatorDrafts.Add(draft);
        return new Actuator<T>(draft.Input);
    }

    public SensorInput SensorInput(string name, Dimension dimension, int count, SensorAggregate aggregate)
    {
        ArgumentNullException.ThrowIfNull(dimension);
        Claim(name);
        count = Count(name, count);
        int input = Allocate(Section.Inputs, count, double.NaN);
        SensorInputs.Add(new SensorInputDraft(name, dimension, count, aggregate, input));
        return new SensorInput(input, count);
    }

    public ActuatorOutput ActuatorOutput(string name, Dimension dimension)
    {
        ArgumentNullException.ThrowIfNull(dimension);
        Claim(name);
        int output = Allocate(Section.Outputs, LaneLayout.ActuatorOutputWords, 0);
        ActuatorOutputs.Add(new ActuatorOutputDraft(name, dimension, output));
        return new ActuatorOutput(output);
    }

    public void ControlPeriod(Duration period) => Period = period;

    private int Allocate(Section section, int count, double initial, string type = "", bool isOwn = false)
    {
        List<double> words = _sections[(int)section];
        int offset = words.Count;
        words.AddRange(Enumerable.Repeat(initial, count));
        _elements[(int)section].Add(new ElementWords(FormattableString.Invariant($"{_element}/{_partsOfElement++}{type}"), offset, count, section == Section.Inputs && !isOwn));
        return offset;
    }

    private int AllocateRaw<T>(int count, T initial)
        where T : unmanaged
    {
        int size = ((Unsafe.SizeOf<T>() * count) + 7) / 8;
        int offset = Allocate(Section.Raw, size, 0, $":{StateTypes.NameOf(typeof(T))}[{count}]");
        Span<double> words = CollectionsMarshal.AsSpan(_sections[(int)Section.Raw]).Slice(offset, size);
        MemoryMarshal.Cast<double, T>(words)[..count].Fill(initial);
        return offset;
    }

    private PointDraft Point(string name, PointKind kind, double capacity, TemperatureLimits? limits, int die, DieRectangle area)
    {
        Claim(name);
        int input = Allocate(Section.Inputs, 1, 25);
        int post = kind is PointKind.Node or PointKind.Block ? Allocate(Section.Posts, 1, 0) : -1;
        var point = new PointDraft(name, kind, capacity, input, post, limits, die, area);
        _pointOfInput[input] = Points.Count;
        Points.Add(point);
        return point;
    }

    private int PointOf(int input) => _pointOfInput.TryGetValue(input, out int point) ? point : Known(-1);

    private int LoadOf(RailLoad load) => Known(Loads.FindIndex(draft => draft.Input == load.Inputs));

    private static int Known(int index) => index >= 0 ? index : throw new ArgumentException("A handle of another component, or none, was used.");

    private ThermalCoupling Couple(int first, int second, ThermalConductance conductance)
    {
        if (!(conductance.WattsPerKelvin >= 0))
        {
            Defect("TW0402", "coupling", $"the conductance is {conductance}; it must be zero or more.");
        }

        int output = Allocate(Section.Outputs, 1, conductance.WattsPerKelvin);
        Couplings.Add(new CouplingDraft(PointOf(first), PointOf(second), output));
        return new ThermalCoupling(output);
    }

    private Leakage Leakage(string name, RailLoad load, int temperature)
    {
        Claim(name);
        int post = Allocate(Section.Posts, 2, 0);
        Leakages.Add(new LeakageDraft(name, LoadOf(load), PointOf(temperature), post));
        return new Leakage(post, load.Inputs);
    }

    private PowerSource PowerSource(string name, int load, int inlet, ThermalNode lossNode, PowerSourceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Claim(name);
        if (!(options.Output.Volts > 0) || !(options.Rated.Watts > 0) || !(options.TripAbove > 0))
        {
            Defect("TW0405", name, "a converter needs an output voltage, a rated output and a trip level greater than zero.");
        }

        int input = Allocate(Section.Inputs, LaneLayout.SourceInputs, 0);
        int output = Allocate(Section.Outputs, 1, 1);
        Sources.Add(new SourceDraft(name, load, inlet, PointOf(lossNode.Temperature), options, input, output));
        return new PowerSource(input, output);
    }

    private OpticalTransmitter OpticalTransmitter(
        string name, int lanes, LaneFormat format, OpticalTransmitterOptions options, int carrier, IReadOnlyList<int> feeds)
    {
        ArgumentNullException.ThrowIfNull(options);
        BundleDraft draft = Bundle(
            name, BundleKind.OpticalTransmitter, lanes, format, options, LaneLayout.LaneInputs,
            [0, 0, options.Wavelength.Si, 0, options.Bandwidth.Si, options.LevelMismatch], carrier, feeds);
        return new OpticalTransmitter(draft.Input, draft.Output, draft.Count, Bundles.Count - 1);
    }

    private BundleDraft Bundle(
        string name, BundleKind kind, int lanes, LaneFormat format, object options, int inputFields, ReadOnlySpan<double> outputs, int carrier = -1, IReadOnlyList<int>? feeds = null)
    {
        ArgumentNullException.ThrowIfNull(format);
        Claim(name);
        lanes = Count(name, lanes);
        int input = Allocate(Section.Inputs, inputFields * lanes, 0);
        int output = _sections[(int)Section.Outputs].Count;
        foreach (double initial in outputs)
        {
            Allocate(Section.Outputs, lanes, initial);
        }

        bool isReceiver = kind is BundleKind.ElectricalReceiver or BundleKind.OpticalReceiver;
        int arrivals = isReceiver && keepsArrivals ? Allocate(Section.Inputs, LaneLayout.Arrivals * lanes, 0) : -1;
        var draft = new BundleDraft(name, kind, lanes, format, options, input, output, arrivals, carrier, feeds ?? []);
        Bundles.Add(draft);
        return draft;
    }

    private void Forward(int from, int to, Relay relay, Duration latency)
    {
        BundleDraft source = Bundles[from];
        BundleDraft target = Bundles[to];
        if (source.Count != target.Count)
        {
            Defect("TW0406", source.Name, $"{source.Count} lanes cannot be handed on to the {target.Count} of '{target.Name}'.");
            return;
        }

        if (source.ForwardTo >= 0 || target.ForwardFrom >= 0)
        {
            Defect("TW0406", source.Name, $"'{source.Name}' or '{target.Name}' is handed on twice.");
            return;
        }

        source.ForwardTo = to;
        source.Relay = relay;
        source.Latency = latency;
        target.ForwardFrom = from;
    }

    private LightSource LightSource(string name, int outputs, LightSourceOptions options, int from)
    {
        ArgumentNullException.ThrowIfNull(options);
        Claim(name);
        outputs = Count(name, outputs);
        if (options.Wavelengths.Count != 1 && options.Wavelengths.Count != outputs)
        {
            Defect("TW0404", name, $"{options.Wavelengths.Count} wavelengths for {outputs} outputs; give one for all or one for each.");
        }

        int input = Allocate(Section.Inputs, outputs, 0);
        int output = Allocate(Section.Outputs, outputs, 0);
        for (int i = 0; i < outputs; i++)
        {
            Allocate(Section.Outputs, 1, options.Wavelengths.Count == 0 ? 0 : options.Wavelengths[i % options.Wavelengths.Count].Si);
        }

        Allocate(Section.Outputs, outputs, 0);
        LightSources.Add(new LightSourceDraft(name, outputs, options, input, output, from));
        return new LightSource(input, output, outputs, LightSources.Count - 1);
    }

    private SignalDraft AddSignal(
        string element,
        string name,
        int? lane,
        Dimension? dimension,
        string unit,
        SignalKind kind,
        SignalOptions options,
        IReadOnlyList<string> states,
        IReadOnlyList<KeyValuePair<string, string>> attributes)
    {
        ArgumentNullException.ThrowIfNull(options);
        Claim(name);
        var slot = new Slot(Section.Outputs, Allocate(Section.Outputs, 1, 0));
        var draft = new SignalDraft(element, name, lane, dimension, unit, kind, options, slot, states, attributes);
        SignalDrafts.Add(draft);
        return draft;
    }

    private Sensor PointSensor(string name, int temperature, SensorOptions options) =>
        AddSensor(name, PointOf(temperature), new Slot(Section.Inputs, temperature), Dimensions.Temperature, options);

    private Sensor AddSensor(string name, int point, Slot target, Dimension dimension, SensorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Claim(name);
        int input = Allocate(Section.Inputs, 1, 0);
        SensorDrafts.Add(new SensorDraft(name, point, target, dimension, options, input));
        return new Sensor(input);
    }

    private KnobDraft Knob(string name, Dimension dimension, double initial, double minimum, double maximum, string description)
    {
        Claim(name);
        if (!(initial >= minimum && initial <= maximum))
        {
            Defect("TW0407", name, $"it starts at {dimension.Format(initial)}, outside {dimension.Format(minimum)} to {dimension.Format(maximum)}.");
        }

        return new KnobDraft(name, dimension, initial, minimum, maximum, description, Allocate(Section.Inputs, 1, initial, isOwn: true));
    }

    private void CheckInside(DieOutline outline, string name, double left, double bottom, double right, double top)
    {
        const double Tolerance = 1e-9;
        bool isInside = left >= -Tolerance && bottom >= -Tolerance
            && right <= outline.Width.Meters + Tolerance && top <= outline.Height.Meters + Tolerance;
        if (!isInside)
        {
            Defect("TW0408", name, $"it lies outside the die of {outline.Width} by {outline.Height}.");
        }
    }

    private int Count(string name, int count)
    {
        if (count is >= 1 and <= 65536)
        {
            return count;
        }

        Defect("TW0401", name, $"a count of {count} is out of range; it must be 1 to 65536.");
        return 1;
    }

    private void Claim(string key, string? name = null)
    {
        CheckName(name ?? key);
        (_element, _partsOfElement) = (key, 0);
        if (!_names.Add(key))
        {
            Defect("TW0401", key, "the name is used twice in this component.");
        }
    }

    private void CheckName(string name)
    {
        bool isGood = name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_');
        if (!isGood)
        {
            Defect("TW0401", name, "a name is 1 to 64 lower-case letters, digits, '-' and '_'.");
        }
    }

    private void Defect(string code, string element, string problem) =>
        problems.Add(code, $"components.{description.Name}.{element}", $"The kind '{description.Kind}' declares '{element}' wrongly: {problem}", null, description.Origin);
}
