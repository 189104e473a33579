using Twin.Engine.Description;

namespace Twin.Chassis;

/// <summary>What was read of a chassis file.</summary>
/// <param name="Description">The chassis; null with any problem.</param>
/// <param name="Workloads">Workloads that the file defines, for <see cref="WorkloadFactory"/>; empty with any problem.</param>
/// <param name="Workload">The workload that the file asks for, a name or compact text; null when it asks for none.</param>
/// <param name="Problems">Everything that is wrong, by position; the file is good when it is empty.</param>
public sealed record ChassisFileResult(
    ChassisDescription? Description, IReadOnlyList<WorkloadDescription> Workloads, string? Workload, IReadOnlyList<Problem> Problems);
