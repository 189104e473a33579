using Twin.Physics.Thermal.Packages;

namespace Twin.Engine.Compiling;

/// <summary>A package as a solver takes it, and what in the chassis each block, probe and film of it is.</summary>
/// <param name="Name">Its name, such as <c>package0</c>.</param>
/// <param name="Model">Geometry and materials. Film temperatures and the initial temperature in it mean nothing: the chassis sets them.</param>
/// <param name="Grid">Its cells along x and y.</param>
/// <param name="SourceLayer">Index of the layer in which all blocks and probes lie.</param>
/// <param name="Blocks">For each block of the model the component and its point.</param>
/// <param name="Probes">For each probe of the model the component and its point.</param>
/// <param name="Films">For each film of the model the node of the chassis network that it is joined to, without capacity between.</param>
internal sealed record PackagePlan(
    string Name,
    PackageModel Model,
    PackageGrid Grid,
    int SourceLayer,
    IReadOnlyList<PackagePoint> Blocks,
    IReadOnlyList<PackagePoint> Probes,
    IReadOnlyList<PackageJoint> Films);
