using Twin.Engine.Stepping;
using Twin.Units;

namespace Twin.Engine.Snapshots;

/// <summary>What a snapshot is of.</summary>
public sealed record SnapshotInfo
{
    /// <summary>Its name, see <see cref="SnapshotName"/>.</summary>
    public required string Name { get; init; }

    /// <summary>What people wrote about it.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>Epoch of the run when it was taken.</summary>
    public required long Epoch { get; init; }

    /// <summary>Steps that the run had done.</summary>
    public required long Step { get; init; }

    /// <summary>Simulated time of the run.</summary>
    public required Duration Time { get; init; }

    /// <summary>Wall time at which it was taken.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The chassis that it fits.</summary>
    public required ChassisIdentity Chassis { get; init; }

    /// <summary>Name of the workload that held.</summary>
    public required string Workload { get; init; }

    /// <summary>Fingerprint of that workload, see <see cref="WorkloadIdentity"/>.</summary>
    public required ulong WorkloadFingerprint { get; init; }

    /// <summary>Eight-byte words of the state.</summary>
    public required int WordCount { get; init; }

    /// <summary>Fingerprint of the state, as <see cref="ChassisState.Hash"/> gives it: equal runs have equal fingerprints.</summary>
    public required ulong StateHash { get; init; }
}
