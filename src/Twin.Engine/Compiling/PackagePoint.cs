namespace Twin.Engine.Compiling;

/// <summary>A block or probe of a component.</summary>
/// <param name="Component">Index of the component.</param>
/// <param name="Point">Index of its <see cref="PointDraft"/>.</param>
internal readonly record struct PackagePoint(int Component, int Point);
