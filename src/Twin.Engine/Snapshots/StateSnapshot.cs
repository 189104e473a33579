using System.Runtime.InteropServices;
using Twin.Engine.Compiling;
using Twin.Engine.Stepping;
using Twin.Engine.Workloads;
using Twin.Units;

namespace Twin.Engine.Snapshots;

/// <summary>A complete state of a chassis with what it is of. Immutable; belongs to no run.</summary>
public sealed class StateSnapshot
{
    private readonly double[] _words;

    internal StateSnapshot(SnapshotInfo info, double[] words) => (Info, _words) = (info, words);

    /// <summary>What it is of.</summary>
    public SnapshotInfo Info { get; }

    /// <summary>The state block.</summary>
    public ReadOnlySpan<double> Words => _words;

    internal ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes(_words.AsSpan());

    /// <summary>Makes one of a state.</summary>
    /// <param name="state">The state; copied. Nobody may step it meanwhile.</param>
    /// <param name="workloads">The workloads that its run can choose, in their order.</param>
    /// <param name="name">Its name.</param>
    /// <param name="description">What people write about it.</param>
    /// <param name="takenAt">Wall time.</param>
    /// <exception cref="SnapshotException">The name is not accepted.</exception>
    public static StateSnapshot Of(ChassisState state, IReadOnlyList<Workload> workloads, string name, string description, DateTimeOffset takenAt)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(workloads);
        SnapshotName.Check(name, description);
        Workload workload = workloads[(int)state.Words[HeaderWords.Workload]];
        var info = new SnapshotInfo
        {
            Name = name,
            Description = description,
            Epoch = state.Epoch,
            Step = state.Step,
            Time = state.Time,
            TakenAt = takenAt,
            Chassis = state.Layout.Identity,
            Workload = workload.Name,
            WorkloadFingerprint = WorkloadIdentity.Of(workload, state.Layout.GroupOfPort),
            WordCount = state.Words.Length,
            StateHash = state.Hash(),
        };
        return new StateSnapshot(info, state.Words.ToArray());
    }

    /// <summary>The same under another name, such as that of its file when it was renamed.</summary>
    /// <param name="name">The name.</param>
    public StateSnapshot Named(string name) => name == Info.Name ? this : new StateSnapshot(Info with { Name = name }, _words);

    /// <summary>Says why it cannot be taken over by runs of a chassis.</summary>
    /// <param name="model">The chassis.</param>
    /// <param name="workloads">The workloads that its runs can choose.</param>
    /// <returns>Sentences; empty when it fits.</returns>
    public IReadOnlyList<string> Misfits(ChassisModel model, IReadOnlyList<Workload> workloads) => MisfitsOf(Info, model, workloads);

    /// <summary>Makes a state of it that runs of a chassis can take over.</summary>
    /// <param name="model">The chassis.</param>
    /// <param name="workloads">The workloads that its runs can choose, in their order: the state counts them.</param>
    /// <exception cref="SnapshotException"><see cref="SnapshotStatus.Unfit"/>: it is of another chassis or build; the message says all that differs.</exception>
    public ChassisState ToState(ChassisModel model, IReadOnlyList<Workload> workloads)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(workloads);
        IReadOnlyList<string> misfits = Misfits(model, workloads);
        if (misfits.Count > 0)
        {
            throw new SnapshotException(SnapshotStatus.Unfit, string.Join(' ', misfits));
        }

        ChassisState state = model.NewState();
        _words.CopyTo(state.Block, 0);

        // Its workload by name: the order depends on what was asked for at the start of a run.
        state.Block[HeaderWords.Workload] = workloads.Index().First(item => item.Item.Name == Info.Workload).Index;
        return state;
    }

    internal static IReadOnlyList<string> MisfitsOf(SnapshotInfo info, ChassisModel model, IReadOnlyList<Workload> workloads)
    {
        IReadOnlyList<string> differences = model.Layout.Knows(info.Chassis) ? [] : model.Identity.Differences(info.Chassis, $"The snapshot '{info.Name}'");
        if (differences.Count > 0)
        {
            return differences;
        }

        if (info.WordCount != model.WordCount)
        {
            return [$"The snapshot '{info.Name}' has {info.WordCount} words, a state of this chassis has {model.WordCount}."];
        }

        Workload? workload = workloads.FirstOrDefault(candidate => candidate.Name == info.Workload);
        return workload is null
            ? [$"The snapshot '{info.Name}' was taken under the workload '{info.Workload}', which this run does not have: it has {string.Join(", ", workloads.Select(candidate => candidate.Name))}."]
            : WorkloadIdentity.Of(workload, model.Parts.GroupOfPort) != info.WorkloadFingerprint
                ? [$"The snapshot '{info.Name}' was taken under a workload '{info.Workload}' of other values than the one of this run."]
                : [];
    }

    /// <summary>Makes one of words that were read from a file.</summary>
    internal static StateSnapshot FromFile(SnapshotInfo info, double[] words) =>
        Hash64.Of(words.AsSpan(HeaderWords.Step)) == info.StateHash
        && BitConverter.DoubleToInt64Bits(words[HeaderWords.Step]) == info.Step
        && Duration.FromNanoseconds(BitConverter.DoubleToInt64Bits(words[HeaderWords.TimeNs])) == info.Time
            ? new StateSnapshot(info, words)
            : throw new InvalidDataException("what it says of its state is not so");
}
