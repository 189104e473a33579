using Google.Protobuf.WellKnownTypes;
using Twin.Engine.Running;
using Twin.Engine.Snapshots;
using Twin.Engine.Stepping;

namespace Twin.Grpc.Messages;

/// <summary>Makes messages of what the engine knows about snapshots and what-if runs, and the other way round.</summary>
internal static class DescribeSnapshots
{
    public static V1.Snapshot Snapshot(SnapshotEntry entry, SnapshotLibrary library)
    {
        var message = new V1.Snapshot { Name = entry.Name, SizeBytes = entry.Bytes };
        if (entry.Info is not { } info)
        {
            message.Problems.Add(entry.Problem);
            return message;
        }

        IReadOnlyList<string> misfits = library.Misfits(info);
        message.Description = info.Description;
        message.Position = Describe.Position(new FrameHeader(info.Epoch, info.Step, info.Time, 0));
        message.TakenAt = Timestamp.FromDateTimeOffset(info.TakenAt);
        message.Workload = info.Workload;
        message.Chassis = Chassis(info.Chassis);
        message.StateHash = info.StateHash;
        message.IsUsable = misfits.Count == 0;
        message.Problems.AddRange(misfits);
        return message;
    }

    public static V1.ForkedRun Fork(ForkInfo fork) => new()
    {
        Name = fork.Name,
        Description = fork.Description,
        Parent = Moment(fork.Parent),
        Origin = Describe.Position(fork.Origin),
        Position = Describe.Position(fork.Position),
        MadeAt = Timestamp.FromDateTimeOffset(fork.MadeAt),
        CommandCount = (uint)fork.Commands.Count,
    };

    public static Moment Moment(V1.Moment? moment) => moment?.OfCase switch
    {
        V1.Moment.OfOneofCase.Snapshot => new Moment.Snapshot(moment.Snapshot),
        V1.Moment.OfOneofCase.Fork => new Moment.Fork(moment.Fork),
        _ => new Moment.Live(),
    };

    public static V1.ValueDifference Difference(ValueDifference difference) => new()
    {
        Path = difference.Path,
        Unit = difference.Unit,
        First = difference.First,
        Second = difference.Second,
        Difference = difference.Difference,
        Relative = difference.Relative,
        Scaled = difference.Scaled,
    };

    private static V1.Moment Moment(Moment moment) => moment switch
    {
        Moment.Snapshot(string name) => new V1.Moment { Snapshot = name },
        Moment.Fork(string name) => new V1.Moment { Fork = name },
        _ => new V1.Moment { Live = new V1.Live() },
    };

    private static V1.ChassisIdentity Chassis(ChassisIdentity identity)
    {
        var message = new V1.ChassisIdentity
        {
            Model = identity.Model,
            Fingerprint = identity.Fingerprint,
            Description = identity.Description,
            Program = identity.Program,
        };
        message.Plugins.AddRange(identity.Plugins.Select(plugin => new V1.PluginBuild { Id = plugin.Id, Version = plugin.Version, ContentHash = plugin.ContentHash }));
        return message;
    }
}
