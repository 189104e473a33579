namespace Twin.Contracts;

/// <summary>A fan or pump.</summary>
/// <param name="Curve">
/// At least two points at the reference speed, by rising flow, from shut-off to free delivery. Between points the rise is linear in the
/// square of the flow; other speeds follow the affinity laws (flow as speed, rise as its square). The rise may grow with flow in between, as in the stall of an axial
/// fan: of several operating points the engine then keeps the one whose stretch of the curve the mover is on, and from rest takes the one with the least flow.
/// </param>
/// <param name="ReverseResistancePaPerM3S2">Resistance of the standing mover against backward flow in Pa/(m3/s)^2, above zero; a back-flow flap makes it large. Null: as forward, by the last piece of the curve.</param>
/// <param name="IsReversed">Whether it is built in the other way round: it then moves fluid from the <c>to</c> to the <c>from</c> of the chassis file, and its flow is positive that way.</param>
public sealed record FlowMoverOptions(IReadOnlyList<PressureFlowPoint> Curve, double? ReverseResistancePaPerM3S2 = null, bool IsReversed = false);
