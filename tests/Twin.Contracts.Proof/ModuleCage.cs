using Twin.Units;

namespace Twin.Contracts.Proof;

/// <summary>Datasheet values of a cage with a riding heat sink.</summary>
public sealed record ModuleCageParameters
{
    /// <summary>Conductance of the fins at the rated flow.</summary>
    [Parameter("fin conductance at the rated flow", Minimum = "0.1 W/K", Maximum = "20 W/K"), Spread(Part = "5 %")]
    public ThermalConductance Fins { get; init; } = ThermalConductance.FromWattsPerKelvin(1.6);

    /// <summary>Rated flow.</summary>
    [Parameter("rated flow", Minimum = "0.0001 m3/s", Maximum = "0.1 m3/s")]
    public VolumeFlow RatedFlow { get; init; } = VolumeFlow.FromCubicFeetPerMinute(6);

    /// <summary>Pressure drop at the rated flow.</summary>
    [Parameter("pressure drop at the rated flow", Minimum = "1 Pa", Maximum = "2 kPa")]
    public Pressure RatedDrop { get; init; } = Pressure.FromPascals(120);
}

/// <summary>Cage in an air stream: a riding heat sink that touches the module through a seat and gives its heat to the air.</summary>
internal sealed class ModuleCage(ModuleCageParameters datasheet) : IComponent, IFlowBehavior
{
    private FlowElement _air;
    private ConvectiveExchange _fins;
    private ThermalCoupling _seat;
    private Fault _dust;
    private Fault _lifted;
    private Signal<Pressure> _drop;

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("heatsink");
        ThermalNode sink = builder.ThermalNode("sink", HeatCapacity.FromJoulesPerKelvin(60));
        _seat = builder.Couple(sink, builder.Mount("seat"), Seat);
        _air = builder.FlowElement("air", FlowMedium.Air, FlowResistance.FromRatedPoint(datasheet.RatedDrop, datasheet.RatedFlow, 0.3));
        _fins = builder.Exchange("fins", sink, _air, new(datasheet.Fins, datasheet.RatedFlow, 0.5, 0.05 * datasheet.Fins));
        _dust = builder.Fault("dust", "At severity 1 nine tenths of the passage and half of the fins are clogged.");
        _lifted = builder.Fault("lifted", "At severity 1 the heat sink does not touch the module.");
        _drop = builder.Signal<Pressure>("drop", SignalKind.Truth, new("Pressure drop over the cage, from its curve.", 0));
    }

    public void StepFlow(in StepContext step)
    {
        double opening = 1 - (0.9 * step[_dust]);
        step.SetOpening(_air, opening);
        step.SetScale(_fins, 1 - (0.5 * step[_dust]));
        step.Set(_seat, (1 - step[_lifted]) * Seat);
        double relative = step.Flow(_air) / (datasheet.RatedFlow * opening);
        step.Set(_drop, datasheet.RatedDrop * ((0.3 * relative / opening) + (0.7 * relative * Math.Abs(relative))));
    }

    // Dry contact of a riding heat sink on a module's top face.
    private static ThermalConductance Seat => ThermalConductance.FromWattsPerKelvin(2.5);
}
