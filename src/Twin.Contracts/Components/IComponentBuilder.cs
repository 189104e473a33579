using Twin.Units;

namespace Twin.Contracts;

/// <summary>Receives what a component declares about itself and returns the handles to reach it in a step.</summary>
/// <remarks>
/// Implemented by the engine; valid during <see cref="IComponent.Describe"/> only. Names are lower case, of letters, digits, '-' and '_' and
/// unique among all things one component declares: they become part of paths such as <c>chassis0/oe03/ring17/temperature</c>. Every wrong name or value is
/// gathered and reported with the chassis file's other problems; the call still returns a handle.
/// </remarks>
public interface IComponentBuilder
{
    /// <summary>Path of the component, such as <c>chassis0/oe03</c>.</summary>
    string Path { get; }

    /// <summary>Writes a line to the host's log.</summary>
    /// <param name="level">Importance.</param>
    /// <param name="message">The line.</param>
    void Log(LogLevel level, string message);

    /// <summary>Refuses the parameters, in addition to what their ranges already refuse.</summary>
    /// <param name="parameter">Name of the parameter as in the chassis file, such as <c>bias</c>.</param>
    /// <param name="problem">What is wrong with its value and what would be right.</param>
    void Refuse(string parameter, string problem);

    /// <summary>Says what kind of hardware this is, for <c>hw.type</c> in telemetry.</summary>
    /// <param name="type"><c>asic</c>, <c>optical_engine</c>, <c>laser</c>, <c>module</c>, <c>fan</c>, <c>pump</c>, <c>power_supply</c>, <c>voltage_regulator</c>, <c>cold_plate</c>, <c>heatsink</c>, <c>leak_sensor</c>, <c>controller</c>.</param>
    void HardwareType(string type);

    /// <summary>Declares that the part can be pulled and inserted while the chassis runs.</summary>
    /// <param name="insertion">Time from contact to power when it is inserted.</param>
    void Replaceable(Duration insertion);

    // ---- parameters, faults, state

    /// <summary>Declares a parameter that may change while the chassis runs.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="initial">Value at the start.</param>
    /// <param name="minimum">Lowest value accepted.</param>
    /// <param name="maximum">Highest value accepted.</param>
    /// <param name="description">One line for people.</param>
    LiveParameter<T> LiveParameter<T>(string name, T initial, T minimum, T maximum, string description)
        where T : struct, IQuantity<T>;

    /// <summary>Declares a parameter with a value of its own for each lane.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="nominal">Nominal value.</param>
    /// <param name="count">Number of lanes, at least 1.</param>
    /// <param name="variation">How the lanes differ.</param>
    LaneParameter<T> LaneParameter<T>(string name, T nominal, int count, Variation variation)
        where T : struct, IQuantity<T>;

    /// <summary>Declares a fault that can be injected.</summary>
    /// <param name="name">Its name, such as <c>dead</c>.</param>
    /// <param name="description">What severity 1 means, and what a part of it means.</param>
    Fault Fault(string name, string description);

    /// <summary>Declares one fault for each of several lanes.</summary>
    /// <param name="name">Name in common; the lane's number is appended.</param>
    /// <param name="count">Number of lanes, at least 1.</param>
    /// <param name="description">What severity 1 means, and what a part of it means.</param>
    IReadOnlyList<Fault> Faults(string name, int count, string description);

    /// <summary>Declares a value of the component's own.</summary>
    /// <param name="name">Its name, for snapshots and comparisons.</param>
    /// <param name="initial">Value at reset.</param>
    StateVariable<T> State<T>(string name, T initial)
        where T : unmanaged;

    /// <summary>Declares a fixed-length array of the component's own.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="count">Length, at least 1.</param>
    /// <param name="initial">Value of every element at reset.</param>
    StateArray<T> StateArray<T>(string name, int count, T initial)
        where T : unmanaged;

    /// <summary>Declares a stream of random numbers.</summary>
    /// <param name="name">Its name; other names give independent numbers.</param>
    RandomStream RandomStream(string name);

    // ---- thermal

    /// <summary>Declares a node.</summary>
    /// <param name="name">Its name, such as <c>junction</c>.</param>
    /// <param name="capacity">Heat capacity, greater than zero.</param>
    /// <param name="limits">Limits that raise alarms, or null.</param>
    ThermalNode ThermalNode(string name, HeatCapacity capacity, TemperatureLimits? limits = null);

    /// <summary>Declares a place where the component touches the world.</summary>
    /// <param name="name">Its name, such as <c>case</c> or <c>base</c>.</param>
    Mount Mount(string name);

    /// <summary>Declares a die for a package.</summary>
    /// <param name="name">Its name, such as <c>die</c>.</param>
    /// <param name="outline">Outline.</param>
    Die Die(string name, DieOutline outline);

    /// <summary>Declares a rectangle of a die in which power is released.</summary>
    /// <param name="die">The die.</param>
    /// <param name="name">Its name, such as <c>pipe0</c>.</param>
    /// <param name="area">Where it is; inside the outline, not over another block.</param>
    /// <param name="limits">Limits that raise alarms, or null.</param>
    DieBlock DieBlock(Die die, string name, DieRectangle area, TemperatureLimits? limits = null);

    /// <summary>Declares a point of a die whose temperature is wanted.</summary>
    /// <param name="die">The die.</param>
    /// <param name="name">Its name, such as <c>ring17</c>.</param>
    /// <param name="x">Position along x, inside the outline.</param>
    /// <param name="y">Position along y, inside the outline.</param>
    ThermalProbe Probe(Die die, string name, Length x, Length y);

    /// <summary>Joins two nodes.</summary>
    /// <param name="first">One node.</param>
    /// <param name="second">The other.</param>
    /// <param name="conductance">Zero or more; the component may change it in a step.</param>
    ThermalCoupling Couple(ThermalNode first, ThermalNode second, ThermalConductance conductance);

    /// <summary>Joins a node to a mount.</summary>
    /// <param name="node">The node.</param>
    /// <param name="mount">The mount.</param>
    /// <param name="conductance">Zero or more; the component may change it in a step.</param>
    ThermalCoupling Couple(ThermalNode node, Mount mount, ThermalConductance conductance);

    /// <summary>Hangs a node on a probe, such as a ring or a junction on the die around it.</summary>
    /// <param name="node">The node.</param>
    /// <param name="probe">The probe.</param>
    /// <param name="conductance">Zero or more; the component may change it in a step.</param>
    ThermalCoupling Couple(ThermalNode node, ThermalProbe probe, ThermalConductance conductance);

    // ---- flow

    /// <summary>Declares a passive piece of a flow path with ports <c>in</c> and <c>out</c>.</summary>
    /// <param name="name">Its name, such as <c>air</c>.</param>
    /// <param name="medium">What flows.</param>
    /// <param name="resistance">Pressure drop over flow.</param>
    FlowElement FlowElement(string name, FlowMedium medium, FlowResistance resistance);

    /// <summary>Declares a fan or a pump with ports <c>in</c> and <c>out</c>. It stands still until its speed is set.</summary>
    /// <param name="name">Its name, such as <c>rotor</c>.</param>
    /// <param name="medium">What it moves.</param>
    /// <param name="options">Curve and resistance.</param>
    FlowMover FlowMover(string name, FlowMedium medium, FlowMoverOptions options);

    /// <summary>Lets a node exchange heat with the fluid in an element.</summary>
    /// <param name="name">Its name, such as <c>fins</c>.</param>
    /// <param name="node">The wall.</param>
    /// <param name="element">The flow.</param>
    /// <param name="options">Conductance over flow.</param>
    ConvectiveExchange Exchange(string name, ThermalNode node, FlowElement element, ExchangeOptions options);

    /// <summary>Lets a node exchange heat with the fluid in a fan or pump, such as a motor that hangs in the air it moves.</summary>
    /// <param name="name">Its name, such as <c>motor-film</c>.</param>
    /// <param name="node">The wall.</param>
    /// <param name="mover">The flow.</param>
    /// <param name="options">Conductance over flow.</param>
    ConvectiveExchange Exchange(string name, ThermalNode node, FlowMover mover, ExchangeOptions options);

    /// <summary>Lets the fluids in two elements exchange heat, such as coolant and air in a radiator. Either may belong to a closed loop.</summary>
    /// <param name="name">Its name, such as <c>core</c>.</param>
    /// <param name="first">One flow.</param>
    /// <param name="second">The other; its stream may carry another fluid.</param>
    /// <param name="options">Conductances and arrangement.</param>
    StreamExchange Exchange(string name, FlowElement first, FlowElement second, StreamExchangeOptions options);

    // ---- electrical power

    /// <summary>Declares a consumer at a rail; the chassis file says which rail.</summary>
    /// <param name="name">Its name, such as <c>core</c>.</param>
    /// <param name="nominal">Voltage it is made for.</param>
    /// <param name="maximum">Power it may draw; more raises an alarm. More than eleven times as much, or less than minus ten times, quarantines the component.</param>
    RailLoad RailLoad(string name, Voltage nominal, Power maximum);

    /// <summary>Declares power that rises with the temperature of a node.</summary>
    /// <param name="name">Its name, such as <c>leakage</c>.</param>
    /// <param name="load">Where it is drawn.</param>
    /// <param name="node">Where it becomes heat.</param>
    Leakage Leakage(string name, RailLoad load, ThermalNode node);

    /// <summary>Declares power that rises with the mean temperature of a die block.</summary>
    /// <param name="name">Its name, such as <c>leakage</c>.</param>
    /// <param name="load">Where it is drawn.</param>
    /// <param name="block">Where it becomes heat.</param>
    Leakage Leakage(string name, RailLoad load, DieBlock block);

    /// <summary>Declares a thermoelectric module between two nodes, driven from a load; its conductance couples them also without current.</summary>
    /// <remarks>
    /// The current is set in each step with <see cref="StepContext.Drive"/>. Heat and power follow the temperatures of the faces within the step; the engine posts the heat,
    /// draws the power and publishes both, nothing else is to be posted. Power that the module generates while the cold side is the warmer one is not given back to the rail: it
    /// becomes heat of the hot side.
    /// </remarks>
    /// <param name="name">Its name, such as <c>cooler</c>.</param>
    /// <param name="load">Where its power is drawn.</param>
    /// <param name="cold">Node at the face that a positive current cools.</param>
    /// <param name="hot">Node at the other face, another one.</param>
    /// <param name="options">Figures of the module.</param>
    HeatPump HeatPump(string name, RailLoad load, ThermalNode cold, ThermalNode hot, HeatPumpOptions options);

    /// <summary>Declares where power enters from outside the chassis.</summary>
    /// <param name="name">Its name, such as <c>ac</c>.</param>
    /// <param name="nominal">Voltage outside.</param>
    PowerInlet PowerInlet(string name, Voltage nominal);

    /// <summary>Declares a converter that takes its power from a rail.</summary>
    /// <param name="name">Its name, such as <c>out</c>; the chassis file joins it to a rail.</param>
    /// <param name="input">A load of the same component. The engine draws output and loss there.</param>
    /// <param name="lossNode">Where the loss becomes heat; the engine posts it.</param>
    /// <param name="options">Voltage, rating, loss.</param>
    PowerSource PowerSource(string name, RailLoad input, ThermalNode lossNode, PowerSourceOptions options);

    /// <summary>Declares a converter that takes its power from outside.</summary>
    /// <param name="name">Its name, such as <c>out</c>; the chassis file joins it to a rail.</param>
    /// <param name="input">An inlet of the same component. The engine draws output and loss there.</param>
    /// <param name="lossNode">Where the loss becomes heat; the engine posts it.</param>
    /// <param name="options">Voltage, rating, loss.</param>
    PowerSource PowerSource(string name, PowerInlet input, ThermalNode lossNode, PowerSourceOptions options);

    // ---- lanes

    /// <summary>Declares a bundle of electrical transmitters.</summary>
    /// <param name="name">Its name, such as <c>host-tx</c>.</param>
    /// <param name="lanes">Number of lanes, at least 1.</param>
    /// <param name="format">What travels on them.</param>
    /// <param name="options">Starting values.</param>
    ElectricalTransmitter ElectricalTransmitter(string name, int lanes, LaneFormat format, ElectricalTransmitterOptions options);

    /// <summary>Declares a bundle of electrical receivers. Without a relay its lanes end here.</summary>
    /// <param name="name">Its name, such as <c>host-rx</c>.</param>
    /// <param name="lanes">Number of lanes, at least 1.</param>
    /// <param name="format">What travels on them.</param>
    /// <param name="options">Starting values.</param>
    ElectricalReceiver ElectricalReceiver(string name, int lanes, LaneFormat format, ElectricalReceiverOptions options);

    /// <summary>Declares a bundle of optical transmitters with lasers of their own.</summary>
    /// <param name="name">Its name, such as <c>line-tx</c>.</param>
    /// <param name="lanes">Number of lanes, at least 1.</param>
    /// <param name="format">What travels on them.</param>
    /// <param name="options">Starting values.</param>
    OpticalTransmitter OpticalTransmitter(string name, int lanes, LaneFormat format, OpticalTransmitterOptions options);

    /// <summary>Declares a bundle of optical transmitters that modulate light from outside.</summary>
    /// <param name="name">Its name, such as <c>line-tx</c>.</param>
    /// <param name="lanes">Number of lanes, at least 1.</param>
    /// <param name="format">What travels on them.</param>
    /// <param name="options">Starting values.</param>
    /// <param name="carrier">Where the light enters.</param>
    /// <param name="feeds">For each lane, the input of <paramref name="carrier"/> that feeds it. Lanes of one input share its noise and its death.</param>
    OpticalTransmitter OpticalTransmitter(
        string name, int lanes, LaneFormat format, OpticalTransmitterOptions options, LightInput carrier, IReadOnlyList<int> feeds);

    /// <summary>Declares a bundle of optical receivers. Without a relay its lanes end here.</summary>
    /// <param name="name">Its name, such as <c>line-rx</c>.</param>
    /// <param name="lanes">Number of lanes, at least 1.</param>
    /// <param name="format">What travels on them.</param>
    /// <param name="options">Starting values.</param>
    OpticalReceiver OpticalReceiver(string name, int lanes, LaneFormat format, OpticalReceiverOptions options);

    /// <summary>Hands the lanes of a receiver on to a transmitter, lane by lane.</summary>
    /// <param name="from">Where they come in.</param>
    /// <param name="to">Where they go out; as many lanes.</param>
    /// <param name="relay">How.</param>
    /// <param name="latency">Time it takes.</param>
    void Forward(ElectricalReceiver from, OpticalTransmitter to, Relay relay, Duration latency);

    /// <inheritdoc cref="Forward(ElectricalReceiver, OpticalTransmitter, Relay, Duration)"/>
    void Forward(OpticalReceiver from, ElectricalTransmitter to, Relay relay, Duration latency);

    /// <inheritdoc cref="Forward(ElectricalReceiver, OpticalTransmitter, Relay, Duration)"/>
    void Forward(ElectricalReceiver from, ElectricalTransmitter to, Relay relay, Duration latency);

    /// <inheritdoc cref="Forward(ElectricalReceiver, OpticalTransmitter, Relay, Duration)"/>
    void Forward(OpticalReceiver from, OpticalTransmitter to, Relay relay, Duration latency);

    // ---- light

    /// <summary>Declares outputs of unmodulated light that come from lasers of the component's own.</summary>
    /// <param name="name">Its name, such as <c>out</c>.</param>
    /// <param name="outputs">Number of outputs, at least 1.</param>
    /// <param name="options">Wavelengths and quality of the light.</param>
    LightSource LightSource(string name, int outputs, LightSourceOptions options);

    /// <summary>Declares outputs of unmodulated light that are made from light that comes in: a switch, a splitter, an amplifier.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="outputs">Number of outputs, at least 1.</param>
    /// <param name="options">Wavelengths and quality of the light.</param>
    /// <param name="from">The input the light comes from; orders the evaluation.</param>
    LightSource LightSource(string name, int outputs, LightSourceOptions options, LightInput from);

    /// <summary>Declares where unmodulated light enters.</summary>
    /// <param name="name">Its name, such as <c>els</c>.</param>
    /// <param name="inputs">Number of inputs, at least 1.</param>
    /// <param name="reflectance">What comes back from each input, as a power ratio; -26 dB is the limit of OCI v1.0.</param>
    LightInput LightInput(string name, int inputs, Decibels reflectance);

    // ---- signals, events, control

    /// <summary>Declares a quantity that the component publishes.</summary>
    /// <param name="name">Its name, such as <c>wall-plug-efficiency</c>.</param>
    /// <param name="kind">What it tells.</param>
    /// <param name="options">Presentation.</param>
    /// <remarks>What the engine knows (temperatures, rail powers, flows, lane powers, margins) is published without being declared.</remarks>
    Signal<T> Signal<T>(string name, SignalKind kind, SignalOptions options)
        where T : struct, IQuantity<T>;

    /// <summary>Declares a quantity that the component publishes for each of several lanes.</summary>
    /// <param name="name">Name of the quantity, such as <c>heater-power</c>.</param>
    /// <param name="element">Name of the lanes in the path: <c>lane</c> gives <c>lane17/heater-power</c>.</param>
    /// <param name="count">Number of lanes, at least 1.</param>
    /// <param name="kind">What it tells.</param>
    /// <param name="options">Presentation.</param>
    LaneSignal<T> Signals<T>(string name, string element, int count, SignalKind kind, SignalOptions options)
        where T : struct, IQuantity<T>;

    /// <summary>Declares a state that the component publishes.</summary>
    /// <param name="name">Its name, such as <c>state</c>.</param>
    /// <param name="states">Names of the states; the first one holds at the start.</param>
    /// <param name="options">Presentation.</param>
    StatusSignal Status(string name, IReadOnlyList<string> states, SignalOptions options);

    /// <summary>Says what the states of a status mean for the component's health, which <c>hw.status</c> shows and for which alarms are raised.</summary>
    /// <remarks>The worst of several declarations holds. Without any the health still follows quarantine, tripped converters and the component's critical alarms.</remarks>
    /// <param name="status">A status of the component's own.</param>
    /// <param name="states">One entry for each state, in the order of the states. The alarm of a state is named <c>NAME-STATE</c>, such as <c>status-tripped</c>.</param>
    void Health(StatusSignal status, IReadOnlyList<StateHealth> states);

    /// <summary>Declares a counter that the component publishes.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="unit">What is counted, as a UCUM annotation such as <c>{error}</c>.</param>
    /// <param name="options">Presentation.</param>
    CounterSignal Counter(string name, string unit, SignalOptions options);

    /// <summary>Declares a temperature sensor on a node.</summary>
    /// <param name="name">Its name, such as <c>junction-sensor</c>.</param>
    /// <param name="node">What it reads.</param>
    /// <param name="options">How it differs from the truth.</param>
    Sensor Sensor(string name, ThermalNode node, SensorOptions options);

    /// <summary>Declares a temperature sensor at a mount.</summary>
    /// <inheritdoc cref="Sensor(string, ThermalNode, SensorOptions)"/>
    Sensor Sensor(string name, Mount node, SensorOptions options);

    /// <summary>Declares a temperature sensor in a die.</summary>
    /// <inheritdoc cref="Sensor(string, ThermalNode, SensorOptions)"/>
    Sensor Sensor(string name, ThermalProbe node, SensorOptions options);

    /// <summary>Declares a temperature sensor over a die block.</summary>
    /// <inheritdoc cref="Sensor(string, ThermalNode, SensorOptions)"/>
    Sensor Sensor(string name, DieBlock node, SensorOptions options);

    /// <summary>Declares a sensor on a quantity that the component publishes.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="signal">What it reads.</param>
    /// <param name="options">How it differs from the truth.</param>
    Sensor Sensor<T>(string name, Signal<T> signal, SensorOptions options)
        where T : struct, IQuantity<T>;

    /// <summary>Declares an event that the component can raise.</summary>
    /// <param name="name">Its name, such as <c>mode-hop</c>.</param>
    /// <param name="severity">How urgent it is.</param>
    /// <param name="text">Text for people, in which <c>{0}</c> and <c>{1}</c> stand for the numbers.</param>
    ComponentEvent Event(string name, AlarmSeverity severity, string text);

    /// <summary>Declares an alarm on a signal of the component's own.</summary>
    /// <param name="name">Its name, such as <c>bias-high</c>.</param>
    /// <param name="signal">What it watches.</param>
    /// <param name="options">Limits and text.</param>
    void Alarm<T>(string name, Signal<T> signal, AlarmOptions options)
        where T : struct, IQuantity<T>;

    /// <summary>Declares an alarm on a sensor.</summary>
    /// <param name="name">Its name, such as <c>case-hot</c>.</param>
    /// <param name="sensor">What it watches.</param>
    /// <param name="options">Limits and text.</param>
    void Alarm(string name, Sensor sensor, AlarmOptions options);

    /// <summary>Declares a knob.</summary>
    /// <param name="name">Its name, such as <c>speed</c>.</param>
    /// <param name="initial">Value until a controller or an operator moves it.</param>
    /// <param name="minimum">Lowest value.</param>
    /// <param name="maximum">Highest value.</param>
    /// <param name="description">One line for people.</param>
    Actuator<T> Actuator<T>(string name, T initial, T minimum, T maximum, string description)
        where T : struct, IQuantity<T>;

    /// <summary>Declares where a controller reads.</summary>
    /// <param name="name">Its name, such as <c>hottest</c>.</param>
    /// <param name="dimension">What it reads; the chassis file can bind nothing else.</param>
    /// <param name="count">1: any number of bound signals, combined; more: exactly that many, one value each.</param>
    /// <param name="aggregate">How several signals become one value when <paramref name="count"/> is 1.</param>
    /// <remarks>An input that the chassis file leaves unbound reads NaN.</remarks>
    SensorInput SensorInput(string name, Dimension dimension, int count = 1, SensorAggregate aggregate = SensorAggregate.Maximum);

    /// <summary>Declares where a controller moves actuators.</summary>
    /// <param name="name">Its name, such as <c>fans</c>.</param>
    /// <param name="dimension">What it moves; the chassis file can bind nothing else.</param>
    ActuatorOutput ActuatorOutput(string name, Dimension dimension);

    /// <summary>Sets how often <see cref="IControlBehavior.StepControl"/> is called; otherwise at the engine's control rate.</summary>
    /// <param name="period">A whole multiple of the base step.</param>
    void ControlPeriod(Duration period);
}
