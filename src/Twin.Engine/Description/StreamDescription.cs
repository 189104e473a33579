using Twin.Units;

namespace Twin.Engine.Description;

/// <summary>A flow network: elements between junctions. Junctions <c>inlet</c> and <c>outlet</c> are the world outside.</summary>
/// <param name="Name">Its name, unique among streams, such as <c>air</c>.</param>
/// <param name="Fluid">What flows.</param>
/// <param name="InletTemperature">Temperature of what comes in from outside; may be changed while the chassis runs.</param>
/// <param name="Elements">Elements of components, each between two junctions.</param>
/// <param name="Passages">Passages that belong to no component: bypasses, leaks, grilles.</param>
/// <param name="Origin">Where it was written, or null.</param>
public sealed record StreamDescription(
    string Name,
    Fluid Fluid,
    Temperature InletTemperature,
    IReadOnlyList<StreamElementDescription> Elements,
    IReadOnlyList<PassageDescription> Passages,
    Origin? Origin = null);
