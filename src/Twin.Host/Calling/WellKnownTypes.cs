using Google.Protobuf.Reflection;

namespace Twin.Host.Calling;

/// <summary>Messages of google/protobuf that JSON writes in a way of their own.</summary>
internal static class WellKnownTypes
{
    public const string Any = "google.protobuf.Any";
    public const string Duration = "google.protobuf.Duration";
    public const string FieldMask = "google.protobuf.FieldMask";
    public const string ListValue = "google.protobuf.ListValue";
    public const string NullValue = "google.protobuf.NullValue";
    public const string Struct = "google.protobuf.Struct";
    public const string Timestamp = "google.protobuf.Timestamp";
    public const string Value = "google.protobuf.Value";

    private static readonly string[] Names = [Any, Duration, FieldMask, ListValue, Struct, Timestamp, Value];

    private static readonly string[] Wrappers =
    [
        "google.protobuf.BoolValue", "google.protobuf.BytesValue", "google.protobuf.DoubleValue", "google.protobuf.FloatValue", "google.protobuf.Int32Value",
        "google.protobuf.Int64Value", "google.protobuf.StringValue", "google.protobuf.UInt32Value", "google.protobuf.UInt64Value",
    ];

    /// <summary>Whether a message is a scalar in a message, written as the scalar.</summary>
    /// <param name="type">The message.</param>
    public static bool IsWrapper(MessageDescriptor type) => Wrappers.Contains(type.FullName);

    /// <summary>Whether a message is not written as an object of its fields.</summary>
    /// <param name="type">The message.</param>
    public static bool IsSpecial(MessageDescriptor type) => Names.Contains(type.FullName) || IsWrapper(type);

    /// <summary>Whether <c>null</c> is a value of the field rather than its absence.</summary>
    /// <param name="field">The field.</param>
    public static bool TakesNull(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => field.MessageType.FullName == Value,
        FieldType.Enum => field.EnumType.FullName == NullValue,
        _ => false,
    };

    /// <summary>The full name that the address of a type ends with.</summary>
    /// <param name="address">Such as <c>type.googleapis.com/google.protobuf.Duration</c>.</param>
    public static string NameOf(string address) => address[(address.LastIndexOf('/') + 1)..];
}
