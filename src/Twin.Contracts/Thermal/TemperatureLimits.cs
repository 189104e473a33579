using Twin.Units;

namespace Twin.Contracts;

/// <summary>Temperatures at which a place in a component asks for attention.</summary>
/// <param name="Warning">Degraded: the part still works, its life shortens or its margin falls.</param>
/// <param name="Critical">The part must be relieved now.</param>
/// <param name="Shutdown">The part switches itself off or is destroyed.</param>
public sealed record TemperatureLimits(Temperature Warning, Temperature Critical, Temperature Shutdown);
