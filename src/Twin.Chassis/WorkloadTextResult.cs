using Twin.Engine.Description;

namespace Twin.Chassis;

/// <summary>What was read of a compact workload text.</summary>
/// <param name="Description">The workload; null with any problem.</param>
/// <param name="Problems">Everything that is wrong, by position.</param>
public sealed record WorkloadTextResult(WorkloadDescription? Description, IReadOnlyList<Problem> Problems);
