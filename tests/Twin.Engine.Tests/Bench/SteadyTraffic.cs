using Twin.Engine.Workloads;
using Twin.Units;

namespace Twin.Engine.Tests.Bench;

/// <summary>The same utilisation of every port at all times.</summary>
internal sealed class SteadyTraffic(string name, double utilization) : Workload
{
    public override string Name { get; } = name;

    public override void Sample(Duration time, ReadOnlySpan<int> groupOfPort, Span<double> utilization1) => utilization1.Fill(utilization);
}
