using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Twin.Host.Calling;

/// <summary>How fields are written, when they are not packed.</summary>
internal static class WireTypes
{
    /// <summary>How one value of a field is written.</summary>
    /// <param name="field">The field.</param>
    public static WireFormat.WireType Of(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Double or FieldType.Fixed64 or FieldType.SFixed64 => WireFormat.WireType.Fixed64,
        FieldType.Float or FieldType.Fixed32 or FieldType.SFixed32 => WireFormat.WireType.Fixed32,
        FieldType.String or FieldType.Bytes or FieldType.Message => WireFormat.WireType.LengthDelimited,
        FieldType.Group => WireFormat.WireType.StartGroup,
        _ => WireFormat.WireType.Varint,
    };

    /// <summary>Whether a value is a number of bits, so that many can be packed behind each other.</summary>
    /// <param name="field">The field.</param>
    public static bool IsNumber(FieldDescriptor field) => Of(field) is not (WireFormat.WireType.LengthDelimited or WireFormat.WireType.StartGroup);
}
