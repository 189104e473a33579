using Twin.Engine.Description;
using Twin.Engine.Workloads;

namespace Twin.Chassis;

/// <summary>A workload bound to the ports of a chassis, or why there is none.</summary>
/// <param name="Workload">The workload; null with any problem.</param>
/// <param name="Problems">Everything that is wrong, by position.</param>
public sealed record WorkloadResult(Workload? Workload, IReadOnlyList<Problem> Problems);
