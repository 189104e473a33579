using Google.Protobuf.Reflection;
using Twin.Grpc.Contract;

namespace Twin.Grpc.Tests.Contract;

/// <summary>The wire contract as lines: one for all that a client's generated code or its messages depend on.</summary>
internal static class ContractListing
{
    /// <summary>Lists the files of twin.v1, in ordinal order.</summary>
    public static string[] Lines() =>
        [.. ContractDescriptors.Files.Where(file => file.Package == "twin.v1").SelectMany(Of).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Of(FileDescriptor file) =>
        file.Services.SelectMany(service => service.Methods).Select(Of)
            .Concat(file.MessageTypes.SelectMany(Of))
            .Concat(file.EnumTypes.SelectMany(Of));

    private static string Of(MethodDescriptor method) =>
        $"rpc {method.FullName}({Stream(method.IsClientStreaming)}{method.InputType.FullName}) returns ({Stream(method.IsServerStreaming)}{method.OutputType.FullName})";

    private static IEnumerable<string> Of(MessageDescriptor message) =>
        message.Fields.InDeclarationOrder().Select(field => $"field {message.FullName} {field.FieldNumber} {field.Name}: {TypeOf(field)}")
            .Prepend($"message {message.FullName}")
            .Concat(message.NestedTypes.SelectMany(Of))
            .Concat(message.EnumTypes.SelectMany(Of));

    private static IEnumerable<string> Of(EnumDescriptor values) => values.Values.Select(value => $"value {values.FullName} {value.Number} {value.Name}");

    private static string TypeOf(FieldDescriptor field)
    {
        string type = field.FieldType switch
        {
            FieldType.Message => field.MessageType.FullName,
            FieldType.Enum => field.EnumType.FullName,
            _ => field.FieldType.ToString().ToLowerInvariant(),
        };
        string label = field.IsRepeated ? "repeated " : field.RealContainingOneof is { } oneof ? $"oneof {oneof.Name} " : field.HasPresence ? "optional " : string.Empty;
        return label + type;
    }

    private static string Stream(bool isStreaming) => isStreaming ? "stream " : string.Empty;
}
