using System.Globalization;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Twin.Host.Calling;

/// <summary>Writes the bytes of a message, whose type is known by its descriptor alone, as JSON.</summary>
/// <param name="types">Finds a message by its full name, for <c>google.protobuf.Any</c>; null when it is not known.</param>
/// <param name="writesDefaults">Whether fields whose presence says nothing are also written when they are zero or empty.</param>
/// <remarks>
/// After protobuf's JSON mapping (protobuf.dev, "ProtoJSON format"); fields in order of their numbers. Fields that the descriptor does not know, and values written in a way that does not fit the
/// field, are skipped. Bytes that are no message end in a <see cref="MalformedMessageException"/>.
/// </remarks>
internal sealed class MessageFormatter(Func<string, MessageDescriptor?> types, bool writesDefaults)
{
    /// <summary>Writes a message.</summary>
    /// <param name="json">Receives it.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="type">Its type.</param>
    public void Write(Utf8JsonWriter json, ReadOnlyMemory<byte> bytes, MessageDescriptor type) => Message(json, bytes, type, 0);

    private void Message(Utf8JsonWriter json, ReadOnlyMemory<byte> bytes, MessageDescriptor type, int depth)
    {
        if (depth > WireReader.DeepestMessage)
        {
            throw new MalformedMessageException($"more than {WireReader.DeepestMessage} messages within each other");
        }

        if (WellKnownTypes.IsSpecial(type) && Special(json, bytes, type, depth))
        {
            return;
        }

        json.WriteStartObject();
        Fields(json, bytes, type, depth);
        json.WriteEndObject();
    }

    private void Fields(Utf8JsonWriter json, ReadOnlyMemory<byte> bytes, MessageDescriptor type, int depth)
    {
        Dictionary<int, List<WireValue>> given = Read(bytes, type);
        foreach (FieldDescriptor field in type.Fields.InFieldNumberOrder())
        {
            if (given.TryGetValue(field.FieldNumber, out List<WireValue>? values))
            {
                Field(json, field, values, depth);
            }
            else if (writesDefaults && !field.HasPresence)
            {
                json.WritePropertyName(field.JsonName);
                Default(json, field);
            }
        }
    }

    private void Field(Utf8JsonWriter json, FieldDescriptor field, List<WireValue> values, int depth)
    {
        if (field.IsMap)
        {
            json.WritePropertyName(field.JsonName);
            Map(json, field, values, depth);
        }
        else if (field.IsRepeated)
        {
            json.WritePropertyName(field.JsonName);
            json.WriteStartArray();
            foreach (WireValue value in values)
            {
                Value(json, field, value, depth);
            }

            json.WriteEndArray();
        }
        else if (field.HasPresence || writesDefaults || !IsDefault(values[^1]))
        {
            json.WritePropertyName(field.JsonName);
            Value(json, field, Merged(field, values), depth);
        }
    }

    private void Map(Utf8JsonWriter json, FieldDescriptor field, List<WireValue> values, int depth)
    {
        FieldDescriptor keyField = field.MessageType.FindFieldByNumber(1);
        FieldDescriptor valueField = field.MessageType.FindFieldByNumber(2);
        var entries = new OrderedDictionary<string, WireValue>(StringComparer.Ordinal);
        foreach (WireValue entry in values)
        {
            Dictionary<int, List<WireValue>> parts = Read(entry.Bytes, field.MessageType);
            string key = KeyText(keyField, parts.TryGetValue(1, out List<WireValue>? keys) ? keys[^1] : default);
            entries[key] = parts.TryGetValue(2, out List<WireValue>? contents) ? Merged(valueField, contents) : default;
        }

        json.WriteStartObject();
        foreach ((string key, WireValue value) in entries)
        {
            json.WritePropertyName(key);
            Value(json, valueField, value, depth);
        }

        json.WriteEndObject();
    }

    /// <summary>Sorts values by field: packed ones apart, of a oneof the last alone, unknown and unfit ones left out.</summary>
    private static Dictionary<int, List<WireValue>> Read(ReadOnlyMemory<byte> bytes, MessageDescriptor type)
    {
        var given = new Dictionary<int, List<WireValue>>();
        var reader = new WireReader(bytes);
        while (!reader.IsAtEnd)
        {
            WireValue value = reader.Next(out int number);
            FieldDescriptor? field = type.FindFieldByNumber(number);
            bool isPacked = field is { IsRepeated: true } && value.Type == WireFormat.WireType.LengthDelimited && WireTypes.IsNumber(field);
            if (field is null || (!isPacked && value.Type != WireTypes.Of(field)))
            {
                continue;
            }

            foreach (FieldDescriptor other in field.RealContainingOneof?.Fields ?? [])
            {
                if (other.FieldNumber != number)
                {
                    given.Remove(other.FieldNumber);
                }
            }

            if (!given.TryGetValue(number, out List<WireValue>? values))
            {
                given.Add(number, values = []);
            }

            if (isPacked)
            {
                Unpack(value.Bytes, WireTypes.Of(field), values);
            }
            else
            {
                values.Add(value);
            }
        }

        return given;
    }

    private static void Unpack(ReadOnlyMemory<byte> bytes, WireFormat.WireType type, List<WireValue> values)
    {
        var reader = new WireReader(bytes);
        while (!reader.IsAtEnd)
        {
            values.Add(new WireValue(type, type switch { WireFormat.WireType.Fixed32 => reader.Fixed32(), WireFormat.WireType.Fixed64 => reader.Fixed64(), _ => reader.Varint() }, default));
        }
    }

    // Messages that come in several parts are merged, and that is what their bytes behind each other say; of anything else the last one counts.
    private static WireValue Merged(FieldDescriptor field, List<WireValue> values)
    {
        WireValue last = values[^1];
        if (values.Count == 1 || field.FieldType is not (FieldType.Message or FieldType.Group))
        {
            return last;
        }

        byte[] all = new byte[values.Sum(value => value.Bytes.Length)];
        int position = 0;
        foreach (WireValue value in values)
        {
            value.Bytes.CopyTo(all.AsMemory(position));
            position += value.Bytes.Length;
        }

        return last with { Bytes = all };
    }

    private static bool IsDefault(WireValue value) => value.Type == WireFormat.WireType.LengthDelimited ? value.Bytes.IsEmpty : value.Number == 0;

    private void Value(Utf8JsonWriter json, FieldDescriptor field, WireValue value, int depth)
    {
        switch (field.FieldType)
        {
            case FieldType.Message or FieldType.Group:
                Message(json, value.Bytes, field.MessageType, depth + 1);
                break;
            case FieldType.Double:
                Real(json, BitConverter.UInt64BitsToDouble(value.Number));
                break;
            case FieldType.Float:
                float single = BitConverter.UInt32BitsToSingle((uint)value.Number);
                if (float.IsFinite(single))
                {
                    json.WriteNumberValue(single);
                }
                else
                {
                    Real(json, single);
                }

                break;
            case FieldType.Bool:
                json.WriteBooleanValue(value.Number != 0);
                break;
            case FieldType.String:
                json.WriteStringValue(Encoding.UTF8.GetString(value.Bytes.Span));
                break;
            case FieldType.Bytes:
                json.WriteBase64StringValue(value.Bytes.Span);
                break;
            case FieldType.Enum when field.EnumType.FullName == WellKnownTypes.NullValue:
                json.WriteNullValue();
                break;
            case FieldType.Enum when field.EnumType.FindValueByNumber((int)value.Number) is { } named:
                json.WriteStringValue(named.Name);
                break;
            case FieldType.Enum:
                json.WriteNumberValue((int)value.Number);
                break;
            case FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 or FieldType.UInt64 or FieldType.Fixed64:
                json.WriteStringValue(Whole(field.FieldType, value.Number).ToString(CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteNumberValue((long)Whole(field.FieldType, value.Number));
                break;
        }
    }

    private static Int128 Whole(FieldType type, ulong bits) => type switch
    {
        FieldType.Int32 or FieldType.SFixed32 => (int)bits,
        FieldType.UInt32 or FieldType.Fixed32 => (uint)bits,
        FieldType.SInt32 => (int)((uint)bits >> 1) ^ -(int)(bits & 1),
        FieldType.SInt64 => (long)(bits >> 1) ^ -(long)(bits & 1),
        FieldType.UInt64 or FieldType.Fixed64 => bits,
        _ => (long)bits,
    };

    private static string KeyText(FieldDescriptor field, WireValue key) => field.FieldType switch
    {
        FieldType.String => Encoding.UTF8.GetString(key.Bytes.Span),
        FieldType.Bool => key.Number != 0 ? "true" : "false",
        _ => Whole(field.FieldType, key.Number).ToString(CultureInfo.InvariantCulture),
    };

    private static void Real(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        }
    }

    private void Default(Utf8JsonWriter json, FieldDescriptor field)
    {
        if (field.IsMap)
        {
            json.WriteStartObject();
            json.WriteEndObject();
        }
        else if (field.IsRepeated)
        {
            json.WriteStartArray();
            json.WriteEndArray();
        }
        else
        {
            Value(json, field, default, 0);
        }
    }

    /// <summary>Writes a well-known message in its own way; false, and nothing written, when its content has no such form.</summary>
    private bool Special(Utf8JsonWriter json, ReadOnlyMemory<byte> bytes, MessageDescriptor type, int depth)
    {
        Dictionary<int, List<WireValue>> given = Read(bytes, type);
        switch (type.FullName)
        {
            case WellKnownTypes.Timestamp:
                return Text(json, WellKnownText.OfTimestamp((long)Number(1), (int)Number(2)));
            case WellKnownTypes.Duration:
                return Text(json, WellKnownText.OfDuration((long)Number(1), (int)Number(2)));
            case WellKnownTypes.FieldMask:
                string?[] paths = [.. given.GetValueOrDefault(1, []).Select(path => WellKnownText.OfPath(Encoding.UTF8.GetString(path.Bytes.Span)))];
                return !paths.Contains(null) && Text(json, string.Join(',', paths));
            case WellKnownTypes.Struct:
                Map(json, type.FindFieldByNumber(1), given.GetValueOrDefault(1, []), depth);
                return true;
            case WellKnownTypes.ListValue:
                json.WriteStartArray();
                foreach (WireValue element in given.GetValueOrDefault(1, []))
                {
                    Value(json, type.FindFieldByNumber(1), element, depth);
                }

                json.WriteEndArray();
                return true;
            case WellKnownTypes.Value:
                if (given.Count == 0)
                {
                    json.WriteNullValue();
                }
                else
                {
                    (int number, List<WireValue> values) = given.First();
                    Value(json, type.FindFieldByNumber(number), Merged(type.FindFieldByNumber(number), values), depth);
                }

                return true;
            case WellKnownTypes.Any:
                Any(json, Part(1), Part(2), depth);
                return true;
            default:
                Value(json, type.FindFieldByNumber(1), given.TryGetValue(1, out List<WireValue>? wrapped) ? wrapped[^1] : default, depth);
                return true;
        }

        ulong Number(int field) => given.TryGetValue(field, out List<WireValue>? values) ? values[^1].Number : 0;

        ReadOnlyMemory<byte> Part(int field) => given.TryGetValue(field, out List<WireValue>? values) ? values[^1].Bytes : default;
    }

    private static bool Text(Utf8JsonWriter json, string? text)
    {
        if (text is not null)
        {
            json.WriteStringValue(text);
        }

        return text is not null;
    }

    private void Any(Utf8JsonWriter json, ReadOnlyMemory<byte> address, ReadOnlyMemory<byte> content, int depth)
    {
        json.WriteStartObject();
        if (!address.IsEmpty || !content.IsEmpty)
        {
            string text = Encoding.UTF8.GetString(address.Span);
            json.WriteString(MessageEncoder.TypeKey, text);
            if (types(WellKnownTypes.NameOf(text)) is not { } type)
            {
                // Not of the mapping, which has no word for a type that is not known; the bytes are better than nothing.
                json.WriteBase64String("@bytes", content.Span);
            }
            else if (WellKnownTypes.IsSpecial(type))
            {
                json.WritePropertyName("value");
                Message(json, content, type, depth + 1);
            }
            else if (depth >= WireReader.DeepestMessage)
            {
                throw new MalformedMessageException($"more than {WireReader.DeepestMessage} messages within each other");
            }
            else
            {
                Fields(json, content, type, depth + 1);
            }
        }

        json.WriteEndObject();
    }
}
