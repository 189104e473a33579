using System.Globalization;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Twin.Engine.Structure;

namespace Twin.Host.Calling;

/// <summary>Writes JSON as the bytes of a message whose type is known by its descriptor alone.</summary>
/// <param name="types">Finds a message by its full name, for <c>google.protobuf.Any</c>; null when it is not known.</param>
/// <remarks>
/// After protobuf's JSON mapping (protobuf.dev, "ProtoJSON format"). What does not fit ends in a <see cref="JsonMappingException"/> that names the place.
/// Fields are written in order of their numbers, and defaults are left out where their presence says nothing, as official serializers do. Extensions have no name here.
/// </remarks>
internal sealed class MessageEncoder(Func<string, MessageDescriptor?> types)
{
    /// <summary>Key of the type in an Any.</summary>
    public const string TypeKey = "@type";

    private const int MostNamesShown = 12;

    /// <summary>Writes a message.</summary>
    /// <param name="json">Its JSON.</param>
    /// <param name="type">Its type.</param>
    public byte[] Encode(JsonElement json, MessageDescriptor type) => Message(json, type, string.Empty, 0).Written.ToArray();

    private static JsonMappingException Misfit(string place, JsonElement json, string wanted) => new(place, $"{Shown(json)} is not {wanted}.");

    private static string Shown(JsonElement json)
    {
        string text = json.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            _ => json.GetRawText(),
        };
        return text.Length <= 60 ? text : text[..57] + "...";
    }

    private static string Join(string place, string name) => place.Length == 0 ? name : $"{place}.{name}";

    private WireWriter Message(JsonElement json, MessageDescriptor type, string place, int depth)
    {
        if (depth > WireReader.DeepestMessage)
        {
            throw new JsonMappingException(place, $"More than {WireReader.DeepestMessage} messages within each other are refused.");
        }

        var writer = new WireWriter();
        switch (type.FullName)
        {
            case WellKnownTypes.Timestamp:
                bool isMoment = WellKnownText.TryTimestamp(Text(json, place, "a moment such as \"2024-05-01T12:00:00Z\""), out long seconds, out int nanoseconds);
                TwoNumbers(writer, isMoment ? seconds : throw Misfit(place, json, "a moment such as \"2024-05-01T12:00:00Z\""), nanoseconds);
                break;
            case WellKnownTypes.Duration:
                bool isDuration = WellKnownText.TryDuration(Text(json, place, "a duration such as \"1.5s\""), out seconds, out nanoseconds);
                TwoNumbers(writer, isDuration ? seconds : throw Misfit(place, json, "a duration such as \"1.5s\""), nanoseconds);
                break;
            case WellKnownTypes.FieldMask:
                FieldMask(writer, json, place);
                break;
            case WellKnownTypes.Value:
                DynamicValue(writer, json, type, place, depth);
                break;
            case WellKnownTypes.ListValue when json.ValueKind == JsonValueKind.Array:
            case WellKnownTypes.Struct when json.ValueKind == JsonValueKind.Object:
                Field(writer, type.FindFieldByNumber(1), json, place, depth);
                break;
            case WellKnownTypes.ListValue:
                throw Misfit(place, json, "a list");
            case WellKnownTypes.Struct:
                throw Misfit(place, json, "an object");
            case WellKnownTypes.Any:
                Any(writer, json, place, depth);
                break;
            default:
                if (WellKnownTypes.IsWrapper(type))
                {
                    Field(writer, type.FindFieldByNumber(1), json, place, depth);
                }
                else
                {
                    Fields(writer, json, type, place, depth, null);
                }

                break;
        }

        return writer;
    }

    private void Fields(WireWriter writer, JsonElement json, MessageDescriptor type, string place, int depth, string? ignored)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Misfit(place, json, $"an object ({type.FullName})");
        }

        var given = new SortedDictionary<int, (FieldDescriptor Field, JsonElement Json, string Place)>();
        var chosen = new Dictionary<OneofDescriptor, string>();
        foreach (JsonProperty property in json.EnumerateObject())
        {
            if (property.Name == ignored)
            {
                continue;
            }

            FieldDescriptor field = type.Fields.InFieldNumberOrder().FirstOrDefault(field => field.JsonName == property.Name)
                ?? type.FindFieldByName(property.Name)
                ?? throw new JsonMappingException(place, Unknown(property.Name, type));
            string inner = Join(place, property.Name);
            if (!given.TryAdd(field.FieldNumber, (field, property.Value, inner)))
            {
                throw new JsonMappingException(inner, "The field is given twice.");
            }

            if (property.Value.ValueKind == JsonValueKind.Null && !WellKnownTypes.TakesNull(field))
            {
                continue;
            }

            if (field.RealContainingOneof is { } oneof && !chosen.TryAdd(oneof, property.Name))
            {
                throw new JsonMappingException(inner, $"Only one of the fields of '{oneof.Name}' can be given, and '{chosen[oneof]}' is.");
            }
        }

        foreach ((FieldDescriptor field, JsonElement value, string inner) in given.Values)
        {
            if (value.ValueKind != JsonValueKind.Null || (WellKnownTypes.TakesNull(field) && !field.IsRepeated))
            {
                Field(writer, field, value, inner, depth);
            }
        }
    }

    private static string Unknown(string name, MessageDescriptor type)
    {
        string[] known = [.. type.Fields.InFieldNumberOrder().Select(field => field.JsonName)];
        string hint = NearestNames.Find(name, known, 1) is [string near]
            ? $"Did you mean '{near}'?"
            : known.Length == 0 ? "It has none." : $"It has {string.Join(", ", known.Take(MostNamesShown))}{(known.Length > MostNamesShown ? ", ..." : string.Empty)}.";
        return $"There is no field '{name}' in {type.FullName}. {hint}";
    }

    private void Field(WireWriter writer, FieldDescriptor field, JsonElement json, string place, int depth)
    {
        if (field.IsMap)
        {
            Map(writer, field, json, place, depth);
        }
        else if (!field.IsRepeated)
        {
            Tagged(writer, field, json, place, depth, leavesOutDefault: !field.HasPresence);
        }
        else if (json.ValueKind != JsonValueKind.Array)
        {
            throw Misfit(place, json, $"a list ({Kind(field)})");
        }
        else
        {
            // The descriptor calls texts and messages packed too, where only numbers can be.
            bool isPacked = field.IsPacked && WireTypes.IsNumber(field);
            var packed = new WireWriter();
            int index = 0;
            foreach (JsonElement element in json.EnumerateArray())
            {
                string inner = string.Create(CultureInfo.InvariantCulture, $"{place}[{index++}]");
                if (isPacked)
                {
                    Scalar(packed, field, element, inner);
                }
                else
                {
                    Tagged(writer, field, element, inner, depth, leavesOutDefault: false);
                }
            }

            if (packed.Written.Length > 0)
            {
                writer.Tag(field.FieldNumber, WireFormat.WireType.LengthDelimited);
                writer.Prefixed(packed.Written);
            }
        }
    }

    private void Map(WireWriter writer, FieldDescriptor field, JsonElement json, string place, int depth)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Misfit(place, json, "an object, since the field is a map");
        }

        FieldDescriptor key = field.MessageType.FindFieldByNumber(1);
        FieldDescriptor value = field.MessageType.FindFieldByNumber(2);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty property in json.EnumerateObject())
        {
            string inner = $"{place}[\"{property.Name}\"]";
            if (!seen.Add(property.Name))
            {
                throw new JsonMappingException(inner, "The key is given twice.");
            }

            var entry = new WireWriter();
            entry.Tag(1, WireTypes.Of(key));
            Key(entry, key, property.Name, inner);
            Tagged(entry, value, property.Value, inner, depth, leavesOutDefault: false);
            writer.Tag(field.FieldNumber, WireFormat.WireType.LengthDelimited);
            writer.Prefixed(entry.Written);
        }
    }

    private static void Key(WireWriter writer, FieldDescriptor key, string text, string place)
    {
        if (key.FieldType == FieldType.String)
        {
            writer.Prefixed(Encoding.UTF8.GetBytes(text));
        }
        else if (key.FieldType == FieldType.Bool)
        {
            writer.Varint(text == "true" ? 1UL : text == "false" ? 0UL : throw new JsonMappingException(place, $"The key '{text}' is neither true nor false."));
        }
        else
        {
            Integer(writer, key.FieldType, text, () => new JsonMappingException(place, $"The key '{text}' is not {RangeOf(key.FieldType)}."));
        }
    }

    private void Tagged(WireWriter writer, FieldDescriptor field, JsonElement json, string place, int depth, bool leavesOutDefault)
    {
        if (WireTypes.IsGroup(field))
        {
            writer.Tag(field.FieldNumber, WireFormat.WireType.StartGroup);
            writer.Raw(Message(json, field.MessageType, place, depth + 1).Written);
            writer.Tag(field.FieldNumber, WireFormat.WireType.EndGroup);
        }
        else if (field.FieldType == FieldType.Message)
        {
            if (json.ValueKind == JsonValueKind.Null && !WellKnownTypes.TakesNull(field))
            {
                throw Misfit(place, json, $"a value of {field.MessageType.FullName}");
            }

            ReadOnlySpan<byte> message = Message(json, field.MessageType, place, depth + 1).Written;
            writer.Tag(field.FieldNumber, WireFormat.WireType.LengthDelimited);
            writer.Prefixed(message);
        }
        else
        {
            var payload = new WireWriter();
            Scalar(payload, field, json, place);
            // Zero, false and "nothing" are the payloads without a bit.
            if (!leavesOutDefault || payload.Written.ContainsAnyExcept((byte)0))
            {
                writer.Tag(field.FieldNumber, WireTypes.Of(field));
                writer.Raw(payload.Written);
            }
        }
    }

    private static void Scalar(WireWriter writer, FieldDescriptor field, JsonElement json, string place)
    {
        switch (field.FieldType)
        {
            case FieldType.String:
                writer.Prefixed(Encoding.UTF8.GetBytes(Text(json, place, "a text")));
                break;
            case FieldType.Bytes:
                writer.Prefixed(Base64(json, place));
                break;
            case FieldType.Bool:
                writer.Varint(json.ValueKind switch
                {
                    JsonValueKind.True => 1UL,
                    JsonValueKind.False => 0UL,
                    _ => throw Misfit(place, json, "true or false"),
                });
                break;
            case FieldType.Double:
                writer.Fixed64(BitConverter.DoubleToUInt64Bits(Real(json, place)));
                break;
            case FieldType.Float:
                double value = Real(json, place);
                float narrow = (float)value;
                writer.Fixed32(BitConverter.SingleToUInt32Bits(
                    float.IsInfinity(narrow) && double.IsFinite(value) ? throw Misfit(place, json, "a number of single precision, up to 3.4e38") : narrow));
                break;
            case FieldType.Enum:
                writer.Varint((ulong)(long)EnumNumber(field.EnumType, json, place));
                break;
            default:
                string? digits = json.ValueKind switch
                {
                    JsonValueKind.Number => json.GetRawText(),
                    JsonValueKind.String => Text(json, place, "a number"),
                    _ => null,
                };
                Integer(writer, field.FieldType, digits, () => Misfit(place, json, RangeOf(field.FieldType)));
                break;
        }
    }

    private static void Integer(WireWriter writer, FieldType type, string? text, Func<JsonMappingException> misfit)
    {
        (Int128 least, Int128 most) = Bounds(type);
        if (text is null || !TryWhole(text, out Int128 value) || value < least || value > most)
        {
            throw misfit();
        }

        switch (type)
        {
            case FieldType.Fixed32 or FieldType.SFixed32:
                writer.Fixed32(unchecked((uint)value));
                break;
            case FieldType.Fixed64 or FieldType.SFixed64:
                writer.Fixed64(unchecked((ulong)value));
                break;
            case FieldType.SInt32 or FieldType.SInt64:
                long signed = (long)value;
                writer.Varint((ulong)((signed << 1) ^ (signed >> 63)));
                break;
            default:
                writer.Varint(unchecked((ulong)value));
                break;
        }
    }

    // Also 1e3 and 2.0, which are whole whatever they look like.
    private static bool TryWhole(string text, out Int128 value)
    {
        if (Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

        bool isWhole = decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out decimal number)
            && decimal.IsInteger(number);
        value = isWhole ? (Int128)number : 0;
        return isWhole;
    }

    private static (Int128 Least, Int128 Most) Bounds(FieldType type) => type switch
    {
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => (int.MinValue, int.MaxValue),
        FieldType.UInt32 or FieldType.Fixed32 => (0, uint.MaxValue),
        FieldType.UInt64 or FieldType.Fixed64 => (0, ulong.MaxValue),
        _ => (long.MinValue, long.MaxValue),
    };

    private static string RangeOf(FieldType type)
    {
        (Int128 least, Int128 most) = Bounds(type);
        return string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most} ({type.ToString().ToLowerInvariant()})");
    }

    private static double Real(JsonElement json, string place)
    {
        string? text = json.ValueKind switch
        {
            JsonValueKind.Number => json.GetRawText(),
            JsonValueKind.String => Text(json, place, "a number"),
            _ => null,
        };
        double? named = text switch { "NaN" => double.NaN, "Infinity" => double.PositiveInfinity, "-Infinity" => double.NegativeInfinity, _ => null };
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return named ?? (double.TryParse(text, Style, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw Misfit(place, json, "a number, \"NaN\", \"Infinity\" or \"-Infinity\""));
    }

    private static int EnumNumber(EnumDescriptor type, JsonElement json, string place)
    {
        if (json.ValueKind == JsonValueKind.Null && type.FullName == WellKnownTypes.NullValue)
        {
            return 0;
        }

        if (json.ValueKind == JsonValueKind.Number && TryWhole(json.GetRawText(), out Int128 number) && number >= int.MinValue && number <= int.MaxValue)
        {
            return (int)number;
        }

        string[] names = [.. type.Values.Select(value => value.Name)];
        string hint = $"It is one of {string.Join(", ", names.Take(MostNamesShown))}{(names.Length > MostNamesShown ? ", ..." : string.Empty)}.";
        if (json.ValueKind != JsonValueKind.String)
        {
            throw new JsonMappingException(place, $"{Shown(json)} is not a value of {type.FullName}. {hint}");
        }

        string text = Text(json, place, "a name");
        return type.FindValueByName(text)?.Number
            ?? throw new JsonMappingException(place, $"There is no '{text}' in {type.FullName}. {(NearestNames.Find(text, names, 1) is [string near] ? $"Did you mean '{near}'?" : hint)}");
    }

    private static byte[] Base64(JsonElement json, string place)
    {
        // Both alphabets, with and without the equals signs.
        string text = Text(json, place, "bytes in base64").Replace('-', '+').Replace('_', '/').TrimEnd('=');
        byte[] bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out int count)
            ? bytes[..count]
            : throw Misfit(place, json, "bytes in base64");
    }

    private static string Text(JsonElement json, string place, string wanted)
    {
        try
        {
            return json.ValueKind == JsonValueKind.String ? json.GetString()! : throw Misfit(place, json, wanted);
        }
        catch (InvalidOperationException)
        {
            throw new JsonMappingException(place, "The text has half of a surrogate pair, which is no character.");
        }
    }

    private static void TwoNumbers(WireWriter writer, long seconds, int nanoseconds)
    {
        if (seconds != 0)
        {
            writer.Tag(1, WireFormat.WireType.Varint);
            writer.Varint((ulong)seconds);
        }

        if (nanoseconds != 0)
        {
            writer.Tag(2, WireFormat.WireType.Varint);
            writer.Varint((ulong)(long)nanoseconds);
        }
    }

    private static void FieldMask(WireWriter writer, JsonElement json, string place)
    {
        foreach (string path in Text(json, place, "names of fields such as \"a,b.c\"").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            writer.Tag(1, WireFormat.WireType.LengthDelimited);
            writer.Prefixed(Encoding.UTF8.GetBytes(WellKnownText.ToPath(path) ?? throw Misfit(place, json, "names of fields such as \"a,b.c\", in camelCase")));
        }
    }

    private void DynamicValue(WireWriter writer, JsonElement json, MessageDescriptor type, string place, int depth) => Tagged(
        writer,
        type.FindFieldByNumber(json.ValueKind switch
        {
            JsonValueKind.Null => 1,
            JsonValueKind.Number => 2,
            JsonValueKind.String => 3,
            JsonValueKind.True or JsonValueKind.False => 4,
            JsonValueKind.Object => 5,
            _ => 6,
        }),
        json,
        place,
        depth,
        leavesOutDefault: false);

    private void Any(WireWriter writer, JsonElement json, string place, int depth)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Misfit(place, json, $"an object with \"{TypeKey}\" and the fields of that type");
        }

        if (!json.EnumerateObject().Any())
        {
            return;
        }

        if (!json.TryGetProperty(TypeKey, out JsonElement address))
        {
            throw new JsonMappingException(place, $"The type is missing: \"{TypeKey}\": \"type.googleapis.com/package.Message\".");
        }

        string text = Text(address, Join(place, TypeKey), "the address of a type");
        string name = WellKnownTypes.NameOf(text);
        MessageDescriptor type = types(name) ?? throw new JsonMappingException(Join(place, TypeKey), $"The server knows no message '{name}'.");
        WireWriter content;
        if (WellKnownTypes.IsSpecial(type))
        {
            content = json.TryGetProperty("value", out JsonElement value)
                ? Message(value, type, Join(place, "value"), depth + 1)
                : throw new JsonMappingException(place, $"The \"value\" of the {name} is missing.");
        }
        else
        {
            content = new WireWriter();
            Fields(content, json, type, place, depth + 1, TypeKey);
        }

        writer.Tag(1, WireFormat.WireType.LengthDelimited);
        writer.Prefixed(Encoding.UTF8.GetBytes(text));
        if (content.Written.Length > 0)
        {
            writer.Tag(2, WireFormat.WireType.LengthDelimited);
            writer.Prefixed(content.Written);
        }
    }

    private static string Kind(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message or FieldType.Group => field.MessageType.FullName,
        FieldType.Enum => field.EnumType.FullName,
        _ => field.FieldType.ToString().ToLowerInvariant(),
    };
}
