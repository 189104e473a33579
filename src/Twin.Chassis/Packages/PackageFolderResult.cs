using Twin.Engine.Description;
using Twin.Physics.Thermal.Packages;

namespace Twin.Chassis.Packages;

/// <summary>What was read of a package folder.</summary>
/// <param name="Model">The package; null with any problem.</param>
/// <param name="Title">One line for people; null without one.</param>
/// <param name="SourceLayer">Index of the layer in which the blocks lie; zero with any problem.</param>
/// <param name="Trace">Powers over time; null with any problem, and when they were not asked for.</param>
/// <param name="Problems">Everything that is wrong, by file and position; the folder is good when it is empty.</param>
public sealed record PackageFolderResult(PackageModel? Model, string? Title, int SourceLayer, PackageTrace? Trace, IReadOnlyList<Problem> Problems);
