using Twin.Chassis.Shapes;
using Twin.Engine.Workloads;

namespace Twin.Chassis.Workloads;

/// <summary>A pattern of traffic that can be asked for by a word and keys.</summary>
/// <param name="Name">The word.</param>
/// <param name="Description">One line for people.</param>
/// <param name="Shape">Its keys.</param>
/// <param name="Create">Makes the workload from values that were read without a problem; null when it reported one.</param>
internal sealed record WorkloadPattern(string Name, string Description, MapShape Shape, Func<string, MapReading, WorkloadBinding, Workload?> Create);
