using Twin.Units;

namespace Twin.Engine.Description;

/// <summary>Dies of one or several vendors on one substrate under one lid.</summary>
/// <param name="Name">Its name, unique among packages.</param>
/// <param name="Dies">The dies it carries.</param>
/// <param name="Interface">Conductance for each area between die and lid (die attach and first thermal interface).</param>
/// <param name="LidCapacity">Heat capacity of the lid.</param>
/// <param name="SpreadingPerDie">Conductance of the lid from over a die to its middle.</param>
/// <param name="SubstrateCapacity">Heat capacity of the substrate.</param>
/// <param name="SubstrateInterface">Conductance for each area between die and substrate.</param>
/// <param name="Lid">What the lid touches, a mount, and the conductance of that joint.</param>
/// <param name="LidConductance">Conductance between lid and <paramref name="Lid"/>.</param>
/// <param name="Board">What the substrate touches, a zone or mount.</param>
/// <param name="BoardConductance">Conductance between substrate and <paramref name="Board"/>.</param>
/// <param name="Origin">Where it was written, or null.</param>
public sealed record PackageDescription(
    string Name,
    ElementReference Dies,
    HeatTransferCoefficient Interface,
    HeatCapacity LidCapacity,
    ThermalConductance SpreadingPerDie,
    HeatCapacity SubstrateCapacity,
    HeatTransferCoefficient SubstrateInterface,
    ElementReference Lid,
    ThermalConductance LidConductance,
    ElementReference Board,
    ThermalConductance BoardConductance,
    Origin? Origin = null);
