using Twin.Units;

namespace Twin.Engine.Description;

/// <summary>Ports of one kind, as an operator sees them, over consecutive lanes of switch transmitters and receivers.</summary>
/// <param name="Name">Name of the group, unique: workloads refer to it, and port names are made of it (<c>port07</c>).</param>
/// <param name="Count">Number of ports, at least 1.</param>
/// <param name="LanesPerPort">Lanes of each port, at least 1.</param>
/// <param name="Rate">Payload rate of each port, such as 800 Gb/s.</param>
/// <param name="Transmitters">Transmitters where the lanes start; <paramref name="Count"/> times <paramref name="LanesPerPort"/> lanes.</param>
/// <param name="Receivers">As many receivers, where the lanes from the far end finish.</param>
/// <param name="ErrorCorrection">Code of the port.</param>
/// <param name="Enabled">Whether the ports are configured up at the start.</param>
/// <param name="Origin">Where it was written, or null.</param>
public sealed record PortGroupDescription(
    string Name,
    int Count,
    int LanesPerPort,
    BitRate Rate,
    ElementReference Transmitters,
    ElementReference Receivers,
    ErrorCorrection ErrorCorrection,
    bool Enabled = true,
    Origin? Origin = null);
