using Twin.Engine.Description;

namespace Twin.Chassis.Shapes;

/// <summary>A value that was read, and where.</summary>
/// <param name="Name">Its key or name; empty in a list.</param>
/// <param name="Value">What its shape read.</param>
/// <param name="KeyOrigin">Where its key begins; in a list, where it begins itself.</param>
/// <param name="Origin">Where it begins.</param>
/// <param name="Path">Its path in the file.</param>
internal sealed record Reading(string Name, object Value, Origin KeyOrigin, Origin Origin, string Path);
