using Twin.Contracts;
using Twin.Units;

namespace Twin.Engine.Compiling;

// What one component declared, before it has a place in the state block. Offsets are within the component's own sections.

internal enum PointKind
{
    Node,
    Mount,
    Block,
    Probe,
}

internal enum BundleKind
{
    ElectricalTransmitter,
    ElectricalReceiver,
    OpticalTransmitter,
    OpticalReceiver,
}

internal enum Section
{
    Inputs,
    Posts,
    Outputs,
    Raw,
}

internal readonly record struct Slot(Section Section, int Offset);

internal sealed record PointDraft(string Name, PointKind Kind, double CapacityJPerK, int Input, int Post, TemperatureLimits? Limits, int Die, DieRectangle Area);

internal sealed record DieDraft(string Name, DieOutline Outline);

internal sealed record CouplingDraft(int First, int Second, int Output);

internal sealed record FlowDraft(string Name, FlowMedium Medium, FlowResistance Resistance, FlowMoverOptions? Mover, int Input, int Output);

internal sealed record ExchangeDraft(string Name, int Point, int Element, ExchangeOptions Options, int Input, int Output);

internal sealed record StreamExchangeDraft(string Name, int First, int Second, StreamExchangeOptions Options, int Input, int Output);

internal sealed record LoadDraft(string Name, Voltage Nominal, Power Maximum, int Input, int Post)
{
    /// <summary>Word of the state block that holds all that is drawn here.</summary>
    public int Drawn { get; set; }
}

internal sealed record LeakageDraft(string Name, int Load, int Point, int Post);

internal sealed record HeatPumpDraft(string Name, int Load, int Cold, int Hot, HeatPumpOptions Options, int Post, int Input);

internal sealed record HealthDraft(string Name, IReadOnlyList<string> StateNames, IReadOnlyList<StateHealth> States, Slot Slot);

internal sealed record InletDraft(string Name, Voltage Nominal, int Input);

internal sealed record SourceDraft(string Name, int Load, int Inlet, int LossPoint, PowerSourceOptions Options, int Input, int Output);

internal sealed record BundleDraft(string Name, BundleKind Kind, int Count, LaneFormat Format, object Options, int Input, int Output, int Arrivals, int Carrier, IReadOnlyList<int> Feeds)
{
    /// <summary>Index of the bundle its lanes are handed on to, or -1.</summary>
    public int ForwardTo { get; set; } = -1;

    /// <summary>Index of the bundle its lanes come from, or -1.</summary>
    public int ForwardFrom { get; set; } = -1;

    public Relay Relay { get; set; }

    public Duration Latency { get; set; }
}

internal sealed record LightSourceDraft(string Name, int Count, LightSourceOptions Options, int Input, int Output, int From);

internal sealed record LightInputDraft(string Name, int Count, Decibels Reflectance, int Input);

internal sealed record SignalDraft(
    string Element, string Name, int? Lane, Dimension? Dimension, string Unit, SignalKind Kind, SignalOptions Options, Slot Slot, IReadOnlyList<string> States,
    IReadOnlyList<KeyValuePair<string, string>> Attributes);

internal sealed record SensorDraft(string Name, int Point, Slot Target, Dimension Dimension, SensorOptions Options, int Input);

internal sealed record AlarmDraft(string Name, Slot Target, AlarmOptions Options, string SignalElement, string SignalName);

internal sealed record EventDraft(string Name, AlarmSeverity Severity, string Text, int Raw);

internal sealed record KnobDraft(string Name, Dimension Dimension, double Initial, double Minimum, double Maximum, string Description, int Input);

internal sealed record LaneParameterDraft(string Name, double Nominal, int Count, Variation Variation, int Input);

internal sealed record SensorInputDraft(string Name, Dimension Dimension, int Count, SensorAggregate Aggregate, int Input);

internal sealed record ActuatorOutputDraft(string Name, Dimension Dimension, int Output);
