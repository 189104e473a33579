using Twin.Units;

namespace Twin.Engine.Workloads;

/// <summary>A workload of its own for each port group.</summary>
/// <remarks>Each one sees the ports of its group only, numbered from 0, as if the chassis had no others.</remarks>
public sealed class GroupedWorkload : Workload
{
    private readonly Workload?[] _groups;

    /// <summary>Makes it.</summary>
    /// <param name="name">Name by which it is chosen.</param>
    /// <param name="groups">For each port group of the chassis, its workload; null for a group without traffic.</param>
    public GroupedWorkload(string name, IReadOnlyList<Workload?> groups)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(groups);
        Name = name;
        _groups = [.. groups];
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    /// <remarks>The ports of a group must follow one another, as a chassis numbers them.</remarks>
    public override void Sample(Duration time, ReadOnlySpan<int> groupOfPort, Span<double> utilization)
    {
        int start = 0;
        while (start < utilization.Length)
        {
            int group = groupOfPort[start];
            int end = start + 1;
            while (end < utilization.Length && groupOfPort[end] == group)
                end++;
            Workload? workload = (uint)group < (uint)_groups.Length ? _groups[group] : null;
            if (workload is null)
                utilization[start..end].Clear();
            else
                workload.Sample(time, groupOfPort[start..end], utilization[start..end]);
            start = end;
        }
    }
}
