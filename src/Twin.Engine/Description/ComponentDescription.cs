namespace Twin.Engine.Description;

/// <summary>One component of a chassis.</summary>
/// <param name="Name">Its name, unique in the chassis, such as <c>oe03</c>.</param>
/// <param name="Kind">The kind a plugin registered.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Present">False for a replaceable part that is out at the start.</param>
/// <param name="Origin">Where it was written, or null.</param>
public sealed record ComponentDescription(string Name, string Kind, MapParameter Parameters, bool Present = true, Origin? Origin = null);
