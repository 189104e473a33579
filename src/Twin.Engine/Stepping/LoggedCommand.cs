using Twin.Engine.Running;

namespace Twin.Engine.Stepping;

/// <summary>A command as it took effect: a run is repeated bit for bit by applying the same commands before the same steps.</summary>
/// <param name="Step">The step before which it was applied.</param>
/// <param name="Command">What was asked.</param>
public sealed record LoggedCommand(long Step, TwinCommand Command);
