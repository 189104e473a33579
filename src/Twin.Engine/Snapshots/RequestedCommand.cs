using Twin.Engine.Running;

namespace Twin.Engine.Snapshots;

/// <summary>A command as it was asked for: one that could be read, or what is wrong with it.</summary>
/// <param name="Command">The command; null when it could not be read.</param>
/// <param name="Problem">What is wrong with it; null when it could be read.</param>
public readonly record struct RequestedCommand(TwinCommand? Command, string? Problem);
