using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>Figures and names of a wall between a mount and a flow, as <see cref="WettedWall"/> needs them.</summary>
/// <param name="Node">Name of the wall's node.</param>
/// <param name="Capacity">Heat capacity of the wall.</param>
/// <param name="Mount">Name of the mount.</param>
/// <param name="MountConductance">Conductance between wall and mount.</param>
/// <param name="Element">Name of the flow element.</param>
/// <param name="Medium">What flows.</param>
/// <param name="Resistance">Pressure drop over flow.</param>
/// <param name="Exchange">Name of the exchange.</param>
/// <param name="Film">Conductance over flow.</param>
internal sealed record WettedWallData(
    string Node,
    HeatCapacity Capacity,
    string Mount,
    ThermalConductance MountConductance,
    string Element,
    FlowMedium Medium,
    FlowResistance Resistance,
    string Exchange,
    ExchangeOptions Film);
