using Twin.Chassis.Workloads;
using Twin.Engine.Description;

namespace Twin.Chassis;

/// <summary>A workload as it was written, before it is bound to the ports of a chassis by <see cref="WorkloadFactory"/>.</summary>
public sealed class WorkloadDescription
{
    internal WorkloadDescription(string name, WorkloadReading reading, string folder)
    {
        Name = name;
        Reading = reading;
        Folder = folder;
    }

    /// <summary>Name by which it is chosen.</summary>
    public string Name { get; }

    /// <summary>Its pattern, such as <c>all-reduce</c>; <c>groups</c> when each port group has its own.</summary>
    public string Pattern => Reading.Pattern?.Name ?? "groups";

    /// <summary>Where it was written.</summary>
    public Origin Origin => Reading.Origin;

    internal WorkloadReading Reading { get; }

    internal string Folder { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Pattern})";
}
