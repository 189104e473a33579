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
        _ when IsGroup(field) => WireFormat.WireType.StartGroup,
        FieldType.String or FieldType.Bytes or FieldType.Message => WireFormat.WireType.LengthDelimited,
        _ => WireFormat.WireType.Varint,
    };

    /// <summary>Whether a field is a message between a start and an end mark, as only proto2 has them.</summary>
    /// <param name="field">The field.</param>
    /// <remarks>The linked descriptor calls a group a message; what it was made from does not.</remarks>
    public static bool IsGroup(FieldDescriptor field) => field.FieldType == FieldType.Group
        || (field.FieldType == FieldType.Message && field.File.Syntax == Syntax.Proto2 && field.ToProto().Type == FieldDescriptorProto.Types.Type.Group);

    /// <summary>Whether a value is a number of bits, so that many can be packed behind each other.</summary>
    /// <param name="field">The field.</param>
    public static bool IsNumber(FieldDescriptor field) => Of(field) is not (WireFormat.WireType.LengthDelimited or WireFormat.WireType.StartGroup);
}
