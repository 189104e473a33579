using Twin.Units;

namespace Twin.Engine.Structure;

/// <summary>A port as an operator sees it.</summary>
/// <param name="Index">Its position in <see cref="CompiledChassis.Ports"/>.</param>
/// <param name="Path">Its path, such as <c>chassis0/port07</c>.</param>
/// <param name="Group">Name of its group in the chassis file.</param>
/// <param name="GroupIndex">Index of the group.</param>
/// <param name="Rate">Payload rate.</param>
/// <param name="Lanes">Number of its lanes.</param>
/// <param name="StateSignal">The signal that tells its state (see <see cref="PortState"/>).</param>
/// <param name="Latency">One-way latency along its transmit chain: channels, relays, fibre.</param>
public sealed record PortInfo(
    int Index, string Path, string Group, int GroupIndex, BitRate Rate, int Lanes, int StateSignal, Duration Latency);
