using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Twin.Physics.Thermal.Packages;

/// <summary>The bytes of a saved <see cref="ReducedPackage"/>: magic, version, fingerprint, length and checksum of the content, content. Little-endian.</summary>
internal static class ReducedPackageFile
{
    private const int FingerprintLength = 64;
    private const int ChecksumLength = 32;
    private const int HeaderLength = 8 + 4 + FingerprintLength + 8 + ChecksumLength;

    /// <summary>No package of 400 modes and a thousand ports comes near this; a length beyond it is damage.</summary>
    private const long LongestContent = 1L << 30;

    // Read piece by piece, so that a length that is a lie ends with the stream and not with the memory.
    private const int Piece = 1 << 20;

    private static ReadOnlySpan<byte> Magic => "TWINRPKG"u8;

    /// <summary>Writes header and content.</summary>
    public static void Write(Stream stream, PackageModes modes, string fingerprint)
    {
        using MemoryStream content = new();
        using (BinaryWriter writer = new(content, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(modes.Order);
            Write(writer, modes.BlockNames);
            Write(writer, modes.ProbeNames);
            Write(writer, modes.FaceNames);
            Write(writer, modes.ProbeSources);
            Write(writer, modes.PatternCounts);
            Write(writer, modes.CellCounts);
            foreach (double[] values in Arrays(modes))
            {
                Write(writer, values);
            }
        }

        ReadOnlySpan<byte> bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
        byte[] header = new byte[HeaderLength];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), PackageFingerprint.FormatVersion);
        Encoding.ASCII.GetBytes(fingerprint.PadRight(FingerprintLength)).CopyTo(header, 12);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(12 + FingerprintLength), bytes.Length);
        SHA256.HashData(bytes, header.AsSpan(HeaderLength - ChecksumLength));
        stream.Write(header);
        stream.Write(bytes);
    }

    /// <summary>Reads and checks; null with a reason when anything is wrong.</summary>
    public static PackageModes? Read(Stream stream, string expectedFingerprint, out string reason)
    {
        byte[] header = new byte[HeaderLength];
        if (stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength)
        {
            reason = "It is too short to be a reduced package.";
            return null;
        }

        if (!header.AsSpan(0, Magic.Length).SequenceEqual(Magic))
        {
            reason = "It is not a reduced package.";
            return null;
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8));
        if (version != PackageFingerprint.FormatVersion)
        {
            reason = FormattableString.Invariant($"It has format version {version}; {PackageFingerprint.FormatVersion} is read.");
            return null;
        }

        if (Encoding.ASCII.GetString(header, 12, FingerprintLength).TrimEnd() != expectedFingerprint)
        {
            reason = "It was made of another package, another grid or with other options.";
            return null;
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(12 + FingerprintLength));
        if (length is < 0 or > LongestContent)
        {
            reason = FormattableString.Invariant($"It claims a length of {length} bytes.");
            return null;
        }

        byte[]? content = Content(stream, (int)length);
        if (content is null)
        {
            reason = FormattableString.Invariant($"It ends before its {length} bytes are complete.");
            return null;
        }

        if (!SHA256.HashData(content).AsSpan().SequenceEqual(header.AsSpan(HeaderLength - ChecksumLength)))
        {
            reason = "Its checksum does not fit its content.";
            return null;
        }

        PackageModes? modes = Parse(content);
        reason = modes is null ? "Its content does not fit together." : string.Empty;
        return modes;
    }

    private static byte[]? Content(Stream stream, int length)
    {
        using MemoryStream content = new();
        byte[] piece = new byte[Math.Min(Piece, length)];
        while (content.Length < length)
        {
            int wanted = (int)Math.Min(piece.Length, length - content.Length);
            int read = stream.ReadAtLeast(piece.AsSpan(0, wanted), wanted, throwOnEndOfStream: false);
            content.Write(piece, 0, read);
            if (read < wanted)
            {
                return null;
            }
        }

        return content.ToArray();
    }

    private static PackageModes? Parse(byte[] content)
    {
        try
        {
            using BinaryReader reader = new(new MemoryStream(content), Encoding.UTF8);
            PackageModes modes = new()
            {
                Order = reader.ReadInt32(),
                BlockNames = Names(reader),
                ProbeNames = Names(reader),
                FaceNames = Names(reader),
                ProbeSources = Integers(reader),
                PatternCounts = Integers(reader),
                CellCounts = Integers(reader),
                RatesPerS = Numbers(reader),
                Uniform = Numbers(reader),
                Sources = Numbers(reader),
                Faces = Numbers(reader),
                FaceConductances = Numbers(reader),
                Probes = Numbers(reader),
                PatternRows = Numbers(reader),
                Patterns = Numbers(reader),
                EstimateTimesS = Numbers(reader),
                EstimateGains = Numbers(reader),
                EstimateFloorsK = Numbers(reader),
            };
            return reader.BaseStream.Position == content.Length && IsConsistent(modes) ? modes : null;
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static bool IsConsistent(PackageModes modes)
    {
        // Lengths as long: a product that wraps around must not fit by chance.
        long order = modes.Order;
        int blocks = modes.BlockNames.Length;
        return order > 0
            && order % PackageModes.OrderMultiple == 0
            && modes.ProbeSources.Length == modes.ProbeNames.Length
            && modes.ProbeSources.All(source => source >= -1 && source < modes.SourceCount)
            && modes.PatternCounts.Length == blocks
            && modes.CellCounts.Length == blocks
            && modes.PatternCounts.Concat(modes.CellCounts).All(count => count >= 0)
            && modes.RatesPerS.Length == order
            && modes.RatesPerS.All(rate => rate >= 0)
            && modes.Uniform.Length == order
            && modes.Sources.Length == modes.SourceCount * order
            && modes.Faces.Length == modes.FaceNames.Length * order
            && modes.FaceConductances.Length == modes.FaceNames.Length
            && modes.Probes.Length == modes.ProbeNames.Length * order
            && modes.PatternRows.Length == modes.PatternCounts.Sum(count => (long)count) * order
            && modes.Patterns.Length == modes.PatternCounts.Zip(modes.CellCounts).Sum(pair => (long)pair.First * pair.Second)
            && modes.EstimateGains.Length == (long)modes.OutputCount * modes.PortCount * modes.EstimateTimesS.Length
            && modes.EstimateFloorsK.Length == modes.OutputCount
            && modes.EstimateTimesS.All(time => time > 0)
            && modes.EstimateGains.Concat(modes.EstimateFloorsK).All(value => value >= 0)
            && Arrays(modes).All(values => values.All(double.IsFinite));
    }

    private static double[][] Arrays(PackageModes modes) =>
    [
        modes.RatesPerS, modes.Uniform, modes.Sources, modes.Faces, modes.FaceConductances, modes.Probes, modes.PatternRows, modes.Patterns,
        modes.EstimateTimesS, modes.EstimateGains, modes.EstimateFloorsK,
    ];

    private static void Write(BinaryWriter writer, string[] names)
    {
        writer.Write(names.Length);
        foreach (string name in names)
        {
            writer.Write(name);
        }
    }

    private static void Write(BinaryWriter writer, int[] values)
    {
        writer.Write(values.Length);
        foreach (int value in values)
        {
            writer.Write(value);
        }
    }

    private static void Write(BinaryWriter writer, double[] values)
    {
        writer.Write(values.Length);
        if (BitConverter.IsLittleEndian)
        {
            writer.Write(MemoryMarshal.AsBytes<double>(values));
            return;
        }

        foreach (double value in values)
        {
            writer.Write(value);
        }
    }

    private static string[] Names(BinaryReader reader)
    {
        string[] names = new string[Count(reader, 1)];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = reader.ReadString();
        }

        return names;
    }

    private static int[] Integers(BinaryReader reader)
    {
        int[] values = new int[Count(reader, sizeof(int))];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = reader.ReadInt32();
        }

        return values;
    }

    private static double[] Numbers(BinaryReader reader)
    {
        double[] values = new double[Count(reader, sizeof(double))];
        if (BitConverter.IsLittleEndian)
        {
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] = reader.ReadDouble();
        }

        return values;
    }

    /// <summary>A count of which so many elements can still follow.</summary>
    private static int Count(BinaryReader reader, int elementBytes)
    {
        int count = reader.ReadInt32();
        long left = reader.BaseStream.Length - reader.BaseStream.Position;
        return count >= 0 && (long)count * elementBytes <= left ? count : throw new InvalidDataException();
    }
}
