using Google.Protobuf;
using Twin.Engine.Structure;
using Twin.Grpc.Messages;

namespace Twin.Grpc.Streams;

/// <summary>The signals of a stream: where they are in a frame, and their dictionary as it is sent. Shared by all streams of equal selections.</summary>
internal sealed class StreamSelection
{
    // A dictionary is sent in parts that stay far below the 4 MiB that clients accept unless told otherwise.
    private const int EntriesPerMessage = 10_000;

    private readonly Lazy<byte[][]> _dictionary;

    /// <summary>Makes a selection.</summary>
    /// <param name="chassis">The chassis.</param>
    /// <param name="ids">Signals in ascending order.</param>
    public StreamSelection(CompiledChassis chassis, int[] ids)
    {
        Offsets = Array.ConvertAll(ids, id => chassis.Signals[id].Word);
        _dictionary = new Lazy<byte[][]>(() => Encode(chassis, ids));
    }

    /// <summary>Word of each signal in a frame.</summary>
    public int[] Offsets { get; }

    /// <summary>The fields of each <see cref="V1.Dictionary"/> message, encoded; at least one.</summary>
    public IReadOnlyList<byte[]> Dictionary => _dictionary.Value;

    private static byte[][] Encode(CompiledChassis chassis, int[] ids)
    {
        var parts = new List<byte[]>();
        for (int start = 0; start < ids.Length; start += EntriesPerMessage)
        {
            int end = Math.Min(ids.Length, start + EntriesPerMessage);
            var part = new V1.Dictionary
            {
                Version = chassis.DictionaryVersion,
                IsComplete = end == ids.Length,
                Total = (uint)ids.Length,
            };
            part.Entries.AddRange(ids[start..end].Select(id => Describe.DictionaryEntry(chassis.Signals[id])));
            parts.Add(part.ToByteArray());
        }

        return [.. parts];
    }
}
