using Twin.Engine.Description;

namespace Twin.Chassis.Workloads;

/// <summary>What a workload is made for.</summary>
/// <param name="Groups">All port groups of the chassis.</param>
/// <param name="Only">The group that it is for; null for all.</param>
/// <param name="Folder">Folder to which relative paths of files belong; empty for the current one.</param>
/// <param name="Problems">Receives what is wrong.</param>
internal sealed record WorkloadBinding(IReadOnlyList<PortGroupDescription> Groups, PortGroupDescription? Only, string Folder, ProblemList Problems);
