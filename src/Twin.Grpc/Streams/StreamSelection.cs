using Google.Protobuf;
using Twin.Engine.Structure;
using Twin.Grpc.Messages;

namespace Twin.Grpc.Streams;

/// <summary>The signals of a stream: where they are in a frame, and their dictionary as it is sent. Shared by all streams of equal selections.</summary>
internal sealed class StreamSelection
{
    private readonly Lazy<byte[][]> _dictionary;

    /// <summary>Makes a selection.</summary>
    /// <param name="chassis">The chassis.</param>
    /// <param name="ids">Signals in ascending order.</param>
    public StreamSelection(CompiledChassis chassis, int[] ids)
    {
        Offsets = Array.ConvertAll(ids, id => chassis.Signals[id].Word);
        _dictionary = new Lazy<byte[][]>(() => [.. Describe.Dictionary(chassis, ids).Select(part => part.ToByteArray())]);
    }

    /// <summary>Word of each signal in a frame.</summary>
    public int[] Offsets { get; }

    /// <summary>The fields of each <see cref="V1.Dictionary"/> message, encoded; at least one.</summary>
    public IReadOnlyList<byte[]> Dictionary => _dictionary.Value;
}
