using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Twin.Host.Tests.Calling;

/// <summary>Messages of any type with seeded content: each field there or not, extremes among the numbers.</summary>
internal sealed class RandomMessage(int seed)
{
    private readonly Random _random = new(seed);

    public IMessage Of(MessageDescriptor type, int depth = 0)
    {
        switch (type.FullName)
        {
            case "google.protobuf.Timestamp":
                return new Timestamp { Seconds = _random.NextInt64(-62_135_596_800, 253_402_300_800), Nanos = Nanoseconds() };
            case "google.protobuf.Duration":
                int sign = _random.Next(2) == 0 ? 1 : -1;
                return new Duration { Seconds = sign * _random.NextInt64(0, 1000), Nanos = sign * Nanoseconds() };
            case "google.protobuf.FieldMask":
                return new FieldMask { Paths = { "foo_bar.baz", "x" } };
            case "google.protobuf.Struct":
                return new Struct { Fields = { ["a"] = DynamicValue(depth), ["b c"] = DynamicValue(depth) } };
            case "google.protobuf.Value":
                return DynamicValue(depth);
            case "google.protobuf.ListValue":
                return new ListValue { Values = { DynamicValue(depth), DynamicValue(depth) } };
            case "google.protobuf.Any":
                return _random.Next(2) == 0
                    ? Any.Pack(new Messages.Failure { Code = 3, Message = "x" })
                    : Any.Pack(new Duration { Seconds = 5 });
        }

        var message = (IMessage)Activator.CreateInstance(type.ClrType)!;
        foreach (FieldDescriptor field in type.Fields.InFieldNumberOrder())
        {
            bool nests = field.FieldType is FieldType.Message or FieldType.Group;
            if (!field.IsRequired && (_random.Next(3) == 0 || (nests && depth >= 2)))
            {
                continue;
            }

            if (field.IsMap)
            {
                var map = (IDictionary)field.Accessor.GetValue(message);
                for (int i = _random.Next(4); i > 0; i--)
                {
                    map[Of(field.MessageType.FindFieldByNumber(1), depth)] = Of(field.MessageType.FindFieldByNumber(2), depth);
                }
            }
            else if (field.IsRepeated)
            {
                var list = (IList)field.Accessor.GetValue(message);
                for (int i = _random.Next(4); i > 0; i--)
                {
                    list.Add(Of(field, depth));
                }
            }
            else if (field.RealContainingOneof is not { } oneof || oneof.Accessor.GetCaseFieldDescriptor(message) is null)
            {
                field.Accessor.SetValue(message, Of(field, depth));
            }
        }

        return message;
    }

    private object Of(FieldDescriptor field, int depth) => field.FieldType switch
    {
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => (int)Bits(),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => (long)Bits(),
        FieldType.UInt32 or FieldType.Fixed32 => (uint)Bits(),
        FieldType.UInt64 or FieldType.Fixed64 => Bits(),
        FieldType.Float => _random.Next(6) switch { 0 => float.NaN, 1 => float.NegativeInfinity, 2 => float.MaxValue, 3 => 0.1f, _ => (float)_random.NextDouble() },
        FieldType.Double => _random.Next(6) switch { 0 => double.NaN, 1 => double.PositiveInfinity, 2 => double.Epsilon, 3 => 1e20, _ => _random.NextDouble() - 0.5 },
        FieldType.Bool => _random.Next(2) == 0,
        FieldType.String => new[] { "", "plain", "\u00E4\u00F6 \U0001F600", "quote \" back \\ line\n tab\t < & \u0001" }[_random.Next(4)],
        FieldType.Bytes => ByteString.CopyFrom(RandomBytes()),
        FieldType.Enum => System.Enum.ToObject(field.EnumType.ClrType, field.EnumType.Values[_random.Next(field.EnumType.Values.Count)].Number),
        FieldType.Message when field.MessageType.FullName.EndsWith("Value", StringComparison.Ordinal) && field.MessageType.File.Name == "google/protobuf/wrappers.proto" =>
            Of(field.MessageType.FindFieldByNumber(1), depth),
        _ => Of(field.MessageType, depth + 1),
    };

    private byte[] RandomBytes()
    {
        byte[] bytes = new byte[_random.Next(6)];
        _random.NextBytes(bytes);
        return bytes;
    }

    private ulong Bits() => _random.Next(5) switch { 0 => 0, 1 => ulong.MaxValue, 2 => 1UL << 63, 3 => int.MaxValue, _ => (ulong)_random.NextInt64() };

    private int Nanoseconds() => _random.Next(4) switch { 0 => 0, 1 => 120_000_000, 2 => 1_000, _ => _random.Next(1_000_000_000) };

    private Value DynamicValue(int depth) => _random.Next(depth > 2 ? 4 : 6) switch
    {
        0 => Value.ForNull(),
        1 => Value.ForNumber(_random.NextDouble()),
        2 => Value.ForString("text"),
        3 => Value.ForBool(false),
        4 => Value.ForStruct((Struct)Of(Struct.Descriptor, depth + 1)),
        _ => Value.ForList(DynamicValue(depth + 1), Value.ForNumber(0)),
    };
}
