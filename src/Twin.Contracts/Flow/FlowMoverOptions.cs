namespace Twin.Contracts;

/// <summary>A fan or pump.</summary>
/// <param name="Curve">
/// At least two points at the reference speed, by rising flow, from shut-off to free delivery. Between points the rise is linear in the
/// square of the flow; other speeds follow the affinity laws (flow as speed, rise as its square).
/// </param>
/// <param name="ReverseResistancePaPerM3S2">Resistance of the standing mover against backward flow in Pa/(m3/s)^2; a back-flow flap makes it large. Null: as forward.</param>
public sealed record FlowMoverOptions(IReadOnlyList<PressureFlowPoint> Curve, double? ReverseResistancePaPerM3S2 = null);
