using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Twin.Engine.Compiling;
using Twin.Engine.Stepping;
using Twin.Units;

namespace Twin.Engine.Snapshots;

/// <summary>Snapshots as bytes.</summary>
/// <remarks>
/// <code>
/// 0   8 bytes   "TWINSNAP"
/// 8   uint32    version of the format, 1
/// 12  uint32    length of the header H
/// 16  uint32    words of the state W
/// 20  H bytes   header: texts with their length before them (7 bits a byte, UTF-8), numbers
///     8 W bytes state, each word a 64-bit floating-point number
///     32 bytes  SHA-256 of all before
/// </code>
/// All numbers are little-endian. What follows the version may change with it; the first twelve bytes stay.
/// </remarks>
public static class SnapshotFormat
{
    /// <summary>The version that is written, and the only one that is read.</summary>
    public const uint Version = 1;

    private const int PrefixLength = 20;
    private const int MaximumHeader = 1 << 20;
    private const int MaximumWords = 1 << 27;
    private const int MaximumPlugins = 10_000;
    private static ReadOnlySpan<byte> Magic => "TWINSNAP"u8;

    /// <summary>Number of bytes that a snapshot takes.</summary>
    /// <param name="snapshot">The snapshot.</param>
    public static long LengthOf(StateSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return PrefixLength + Header(snapshot.Info).Length + snapshot.Bytes.Length + SHA256.HashSizeInBytes;
    }

    /// <summary>Writes a snapshot.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="stream">Where to.</param>
    public static void Write(StateSnapshot snapshot, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(stream);
        byte[] header = Header(snapshot.Info);
        Span<byte> prefix = stackalloc byte[PrefixLength];
        Magic.CopyTo(prefix);
        BinaryPrimitives.WriteUInt32LittleEndian(prefix[8..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(prefix[12..], (uint)header.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(prefix[16..], (uint)snapshot.Info.WordCount);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Put(prefix);
        Put(header);
        Put(snapshot.Bytes);
        stream.Write(hash.GetHashAndReset());

        void Put(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            stream.Write(bytes);
        }
    }

    /// <summary>Reads a snapshot and checks every byte of it.</summary>
    /// <param name="stream">Where from; to its end.</param>
    /// <exception cref="InvalidDataException">It is no snapshot, of another version of the format, or damaged; the message says which, without a full stop.</exception>
    public static StateSnapshot Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] prefix = Take(stream, hash, PrefixLength, out int got);
        if (!prefix.AsSpan(0, Math.Min(got, Magic.Length)).SequenceEqual(Magic[..Math.Min(got, Magic.Length)]) || got == 0)
        {
            throw new InvalidDataException("it is no snapshot of a twin");
        }

        Require(got == PrefixLength, "it is cut off");
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(prefix.AsSpan(8));
        Require(version == Version, $"it has version {version} of the format, this build reads version {Version}");
        uint headerLength = BinaryPrimitives.ReadUInt32LittleEndian(prefix.AsSpan(12));
        uint words = BinaryPrimitives.ReadUInt32LittleEndian(prefix.AsSpan(16));
        Require(headerLength is > 0 and <= MaximumHeader && words is >= HeaderWords.Count and <= MaximumWords, "its lengths make no sense");
        Require(!stream.CanSeek || stream.Length - stream.Position >= headerLength + (8L * words) + SHA256.HashSizeInBytes, "it is cut off");
        byte[] header = Take(stream, hash, (int)headerLength, out got);
        Require(got == header.Length, "it is cut off");
        double[] state = new double[words];
        Span<byte> bytes = MemoryMarshal.AsBytes(state.AsSpan());
        Require(stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length, "it is cut off");
        hash.AppendData(bytes);
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        Require(stream.ReadAtLeast(expected, expected.Length, throwOnEndOfStream: false) == expected.Length, "it is cut off");
        Require(hash.GetHashAndReset().AsSpan().SequenceEqual(expected), "its content does not agree with its SHA-256: it is damaged");
        Require(stream.ReadByte() < 0, "something follows its end");
        return StateSnapshot.FromFile(ReadHeader(header, (int)words), state);
    }

    private static byte[] Header(SnapshotInfo info)
    {
        using var memory = new MemoryStream();
        using (var writer = new BinaryWriter(memory, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(info.Name);
            writer.Write(info.Description);
            writer.Write(info.Epoch);
            writer.Write(info.Step);
            writer.Write(info.Time.Nanoseconds);
            writer.Write(info.TakenAt.ToUnixTimeMilliseconds());
            writer.Write(info.Workload);
            writer.Write(info.WorkloadFingerprint);
            writer.Write(info.StateHash);
            writer.Write(info.Chassis.Model);
            writer.Write(info.Chassis.Description);
            writer.Write(info.Chassis.Layout);
            writer.Write(info.Chassis.Dictionary);
            writer.Write(info.Chassis.Program);
            writer.Write(info.Chassis.Plugins.Count);
            foreach (PluginBuild plugin in info.Chassis.Plugins)
            {
                writer.Write(plugin.Id);
                writer.Write(plugin.Version);
                writer.Write(plugin.ContentHash);
            }
        }

        return memory.ToArray();
    }

    private static SnapshotInfo ReadHeader(byte[] header, int words)
    {
        try
        {
            using var memory = new MemoryStream(header);
            using var reader = new BinaryReader(memory, Encoding.UTF8);
            string name = reader.ReadString();
            string description = reader.ReadString();
            long epoch = reader.ReadInt64();
            long step = reader.ReadInt64();
            var time = Duration.FromNanoseconds(reader.ReadInt64());
            var takenAt = DateTimeOffset.FromUnixTimeMilliseconds(reader.ReadInt64());
            string workload = reader.ReadString();
            ulong workloadFingerprint = reader.ReadUInt64();
            ulong stateHash = reader.ReadUInt64();
            string model = reader.ReadString();
            string fingerprint = reader.ReadString();
            string layout = reader.ReadString();
            ulong dictionary = reader.ReadUInt64();
            string program = reader.ReadString();
            int count = reader.ReadInt32();
            Require(count is >= 0 and <= MaximumPlugins, "its header makes no sense");
            var plugins = new PluginBuild[count];
            for (int i = 0; i < count; i++)
            {
                plugins[i] = new PluginBuild(reader.ReadString(), reader.ReadString(), reader.ReadString());
            }

            return new SnapshotInfo
            {
                Name = name,
                Description = description,
                Epoch = epoch,
                Step = step,
                Time = time,
                TakenAt = takenAt,
                Workload = workload,
                WorkloadFingerprint = workloadFingerprint,
                WordCount = words,
                StateHash = stateHash,
                Chassis = new ChassisIdentity(model, fingerprint, layout, dictionary, program, plugins),
            };
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException or ArgumentException or IOException)
        {
            throw new InvalidDataException("its header makes no sense", exception);
        }
    }

    private static byte[] Take(Stream stream, IncrementalHash hash, int length, out int got)
    {
        byte[] bytes = new byte[length];
        got = stream.ReadAtLeast(bytes, length, throwOnEndOfStream: false);
        hash.AppendData(bytes, 0, got);
        return bytes;
    }

    private static void Require(bool isSo, string problem)
    {
        if (!isSo)
        {
            throw new InvalidDataException(problem);
        }
    }
}
