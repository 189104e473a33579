namespace Twin.Engine.Compiling;

/// <summary>A place that a face of a package touches.</summary>
/// <param name="Node">Node of the chassis network.</param>
/// <param name="Component">Index of the component it belongs to, or -1 for the chassis itself.</param>
internal readonly record struct PackageJoint(int Node, int Component);
