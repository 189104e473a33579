using Twin.Units;

namespace Twin.Engine.Running;

/// <summary>Why a component is quarantined, and since when.</summary>
/// <param name="Component">Index of the component.</param>
/// <param name="Path">Its path.</param>
/// <param name="Reason">The reason, for people.</param>
/// <param name="Epoch">Epoch in which it was quarantined.</param>
/// <param name="Step">Steps that were done then; of a state taken over from elsewhere, those of the state.</param>
/// <param name="Time">Simulated time then.</param>
/// <param name="HasLostThread">Whether a call of it did not return: the thread was given up, and takes up to a core until it returns or the twin is restarted. The component is never called again until its plugin is reloaded or the twin is restarted.</param>
public sealed record QuarantineNotice(int Component, string Path, string Reason, long Epoch, long Step, Duration Time, bool HasLostThread);
