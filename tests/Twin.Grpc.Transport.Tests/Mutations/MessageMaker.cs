using System.Buffers.Binary;
using System.Collections;
using System.IO.Compression;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Twin.Grpc.Transport.Tests.Mutations;

/// <summary>Makes messages that a client could send, from a descriptor and a source of numbers.</summary>
internal static class MessageMaker
{
    private static readonly string[] Texts =
    [
        "", "chassis0", "chassis0/oe01", "chassis0/oe01/temperature", "chassis0/oe0*/**", "**", "*", "chassis0/nothing", "idle", "all-reduce",
        "all-reduce: period 400 ms", "12.5 degC", "40 W", "-1", "1e400", "NaN", "\u263a", "a/b/../c", "[", "chassis0/oe01/",
    ];

    private static readonly double[] Numbers = [0, 1, -1, 0.5, 100, 1e9, 1e-9, 1e308, double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    /// <summary>Fills about half of the fields of a message.</summary>
    public static IMessage Make(MessageDescriptor descriptor, Random random, int depth = 0)
    {
        IMessage message = descriptor.Parser.ParseFrom(ByteString.Empty);
        foreach (FieldDescriptor field in descriptor.Fields.InDeclarationOrder().Where(field => !field.IsMap && random.Next(2) == 0))
        {
            if (field.IsRepeated)
            {
                var list = (IList)field.Accessor.GetValue(message);
                for (int count = random.Next(4); count > 0; count--)
                    list.Add(Value(field, random, depth));
            }
            else if (field.FieldType != FieldType.Message || depth < 3)
            {
                field.Accessor.SetValue(message, Value(field, random, depth));
            }
        }

        return message;
    }

    /// <summary>Puts the five bytes in front of a message, and compresses it where asked.</summary>
    public static byte[] Frame(IMessage message, bool compress)
    {
        byte[] payload = message.ToByteArray();
        compress &= payload.Length > 0;
        if (compress)
        {
            var compressed = new MemoryStream();
            using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
                gzip.Write(payload);
            payload = compressed.ToArray();
        }

        byte[] framed = new byte[5 + payload.Length];
        framed[0] = compress ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), payload.Length);
        payload.CopyTo(framed, 5);
        return framed;
    }

    private static object Value(FieldDescriptor field, Random random, int depth) => field.FieldType switch
    {
        FieldType.String => Texts[random.Next(Texts.Length)],
        FieldType.Bytes => ByteString.CopyFrom(new byte[random.Next(100)]),
        FieldType.Bool => random.Next(2) == 0,
        FieldType.Double => Numbers[random.Next(Numbers.Length)],
        FieldType.Float => (float)Numbers[random.Next(Numbers.Length)],
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => random.Next(4) == 0 ? random.Next(int.MinValue, int.MaxValue) : random.Next(-2, 100),
        FieldType.UInt32 or FieldType.Fixed32 => (uint)(random.Next(4) == 0 ? random.Next() : random.Next(100)),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => random.Next(4) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : random.NextInt64(-2, 100),
        FieldType.UInt64 or FieldType.Fixed64 => (ulong)(random.Next(4) == 0 ? random.NextInt64() : random.NextInt64(100)),
        FieldType.Enum => Enum.ToObject(field.EnumType.ClrType, random.Next(-1, field.EnumType.Values.Count + 1)),
        FieldType.Message => Make(field.MessageType, random, depth + 1),
        _ => throw new NotSupportedException($"There is no value for a field of type {field.FieldType}."),
    };
}
