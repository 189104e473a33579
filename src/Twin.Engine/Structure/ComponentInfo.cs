namespace Twin.Engine.Structure;

/// <summary>A component of a compiled chassis.</summary>
/// <param name="Index">Its position in <see cref="CompiledChassis.Components"/>.</param>
/// <param name="Path">Its path, such as <c>chassis0/oe03</c>.</param>
/// <param name="Name">Its name in the chassis file, such as <c>oe03</c>.</param>
/// <param name="Kind">The kind a plugin registered.</param>
/// <param name="Plugin">Identity of the plugin, such as <c>cygnus.optical-engine</c>.</param>
/// <param name="HardwareType">Value of <c>hw.type</c>.</param>
/// <param name="IsReplaceable">Whether it can be pulled and inserted while the chassis runs.</param>
/// <param name="StatusSignal">The signal that tells its condition (see <see cref="ComponentCondition"/>).</param>
public sealed record ComponentInfo(
    int Index, string Path, string Name, string Kind, string Plugin, string HardwareType, bool IsReplaceable, int StatusSignal);
