using Twin.Units;

namespace Twin.Contracts;

/// <summary>Heat exchange between a wall and a flow: <c>UA = max(Still, Reference * (Q / ReferenceFlow)^Exponent)</c>, then effectiveness-NTU.</summary>
/// <param name="Reference">Wall conductance at the reference flow, fins included.</param>
/// <param name="ReferenceFlow">The flow it was given for.</param>
/// <param name="Exponent">0 for a fixed conductance, about 0.5 in laminar developing flow, 0.8 in turbulent flow (Incropera, Fundamentals of Heat and Mass Transfer, ch. 8).</param>
/// <param name="Still">Conductance that remains without flow.</param>
public sealed record ExchangeOptions(ThermalConductance Reference, VolumeFlow ReferenceFlow, double Exponent, ThermalConductance Still);
