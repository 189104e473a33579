using Twin.Chassis.Shapes;
using Twin.Engine.Description;

namespace Twin.Chassis.Workloads;

/// <summary>What was read of a workload: a pattern with its values, or one workload for each of some port groups.</summary>
/// <param name="Pattern">The pattern; null for groups.</param>
/// <param name="Values">The pattern's values.</param>
/// <param name="Groups">Names of groups with a <see cref="WorkloadReading"/> each.</param>
/// <param name="Origin">Where it begins.</param>
/// <param name="Path">Its path in the file.</param>
internal sealed record WorkloadReading(WorkloadPattern? Pattern, MapReading Values, IReadOnlyList<Reading> Groups, Origin Origin, string Path);
