using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>What heat sinks, cages, ducts and cold plates share: a wall between a mount and a flow.</summary>
/// <remarks>The engine turns wall conductance and flow into heat by effectiveness and NTU (formula A8); the figure published is that conductance times wall over inlet temperature.</remarks>
internal sealed class WettedWall
{
    // What a fully fouled passage loses: engineering default, about a filter that nobody changed.
    private const double FoulingConductance = 0.8;
    private const double FoulingOpening = 0.6;

    private readonly ThermalNode _node;
    private readonly FlowElement _element;
    private readonly ConvectiveExchange _exchange;
    private readonly Fault _fouled;
    private readonly Signal<Power> _removed;

    /// <summary>Declares node, mount, flow element, exchange, fault and signal.</summary>
    /// <param name="builder">The component's builder.</param>
    /// <param name="wall">Figures and names.</param>
    internal WettedWall(IComponentBuilder builder, WettedWallData wall)
    {
        _node = builder.ThermalNode(wall.Node, wall.Capacity);
        builder.Couple(_node, builder.Mount(wall.Mount), wall.MountConductance);
        _element = builder.FlowElement(wall.Element, wall.Medium, wall.Resistance);
        _exchange = builder.Exchange(wall.Exchange, _node, _element, wall.Film);
        _fouled = builder.Fault("fouled", "1: four fifths of the conductance and three fifths of the opening are lost to dust or deposits.");
        _removed = builder.Signal<Power>(
            "heat-removed", SignalKind.Truth, new SignalOptions("Heat that the flow takes from the wall; negative where it warms it.", Metric: "chassis.heat.removed"));
    }

    /// <summary>The wall.</summary>
    internal ThermalNode Node => _node;

    /// <summary>Applies fouling and publishes the heat removed.</summary>
    /// <param name="step">The component's window on the state, in the flow stage.</param>
    internal void Step(in StepContext step)
    {
        double fouled = step[_fouled];
        step.SetScale(_exchange, 1 - (FoulingConductance * fouled));
        step.SetOpening(_element, 1 - (FoulingOpening * fouled));
        step.Set(_removed, step[_exchange] * (step[_node] - step.InletTemperature(_element)));
    }
}
