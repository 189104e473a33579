using Twin.Engine.Running;

namespace Twin.Engine.Snapshots;

/// <summary>How a run ahead went.</summary>
/// <param name="Start">Where it started, in its own epoch.</param>
/// <param name="End">Where it ended.</param>
/// <param name="Elapsed">Wall time of its steps, waiting for the observer included.</param>
/// <param name="StateHash">Fingerprint of the state at its end.</param>
public sealed record RunAheadResult(FrameHeader Start, FrameHeader End, TimeSpan Elapsed, ulong StateHash);
