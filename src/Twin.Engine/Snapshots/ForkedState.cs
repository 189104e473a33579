using Twin.Engine.Stepping;

namespace Twin.Engine.Snapshots;

/// <summary>A what-if run with its state, which is replaced and never changed: whoever reads it has a whole one.</summary>
/// <param name="Info">What it is.</param>
/// <param name="State">Its state, in its own epoch.</param>
internal sealed record ForkedState(ForkInfo Info, ChassisState State);
