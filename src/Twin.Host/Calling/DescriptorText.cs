using System.Globalization;
using System.Text;
using Google.Protobuf.Reflection;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Twin.Host.Calling;

/// <summary>Writes services, messages and enums much as the .proto file has them, with the comments that the server gives.</summary>
internal sealed class DescriptorText
{
    private readonly StringBuilder _text = new();
    private readonly FileDescriptor _file;

    private DescriptorText(FileDescriptor file)
    {
        _file = file;
    }

    /// <summary>Writes one; of a method also what it takes and gives.</summary>
    /// <param name="descriptor">A service, method, message or enum.</param>
    public static string Of(DescriptorBase descriptor)
    {
        var writer = new DescriptorText(descriptor.File);
        writer.Line(0, $"// {descriptor.FullName}, of {descriptor.File.Name}");
        if (descriptor is MethodDescriptor method)
        {
            writer.Method(method, 0);
            foreach (MessageDescriptor message in new[] { method.InputType, method.OutputType }.DistinctBy(message => message.FullName))
            {
                writer._text.Append('\n');
                writer.Message(message, 0);
            }
        }
        else
        {
            writer.Any(descriptor, 0);
        }

        return writer._text.ToString().TrimEnd('\n');
    }

    /// <summary>What a method takes and gives, on one line.</summary>
    /// <param name="method">The method.</param>
    public static string Signature(MethodDescriptor method)
    {
        var writer = new DescriptorText(method.File);
        return $"({Stream(method.IsClientStreaming)}{writer.NameOf(method.InputType)}) returns ({Stream(method.IsServerStreaming)}{writer.NameOf(method.OutputType)})";
    }

    private static string Stream(bool isStreaming) => isStreaming ? "stream " : string.Empty;

    private void Any(DescriptorBase descriptor, int depth)
    {
        switch (descriptor)
        {
            case ServiceDescriptor service:
                Block(service, "service", depth, service.Methods, method => Method(method, depth + 1));
                break;
            case MessageDescriptor message:
                Message(message, depth);
                break;
            case EnumDescriptor values:
                Block(values, "enum", depth, values.Values, value =>
                {
                    Comment(value, depth + 1);
                    Line(depth + 1, string.Create(CultureInfo.InvariantCulture, $"{value.Name} = {value.Number};"));
                });
                break;
        }
    }

    private void Block<T>(DescriptorBase descriptor, string keyword, int depth, IEnumerable<T> content, Action<T> write)
    {
        Comment(descriptor, depth);
        bool isEmpty = !content.Any();
        Line(depth, $"{keyword} {descriptor.Name} {{{(isEmpty ? "}" : string.Empty)}");
        foreach (T part in content)
        {
            write(part);
        }

        if (!isEmpty)
        {
            Line(depth, "}");
        }
    }

    private void Method(MethodDescriptor method, int depth)
    {
        Comment(method, depth);
        Line(depth, $"rpc {method.Name}{Signature(method)};");
    }

    private void Message(MessageDescriptor message, int depth)
    {
        var done = new HashSet<OneofDescriptor>();
        IEnumerable<DescriptorBase> nested = message.NestedTypes.Where(inner => !(inner.GetOptions()?.MapEntry ?? false)).Concat<DescriptorBase>(message.EnumTypes);
        Block(message, "message", depth, nested.Concat(message.Fields.InDeclarationOrder()), part =>
        {
            if (part is not FieldDescriptor field)
            {
                Any(part, depth + 1);
            }
            else if (field.RealContainingOneof is not { } oneof)
            {
                Field(field, depth + 1);
            }
            else if (done.Add(oneof))
            {
                Block(oneof, "oneof", depth + 1, oneof.Fields, one => Field(one, depth + 2));
            }
        });
    }

    private void Field(FieldDescriptor field, int depth)
    {
        Comment(field, depth);
        FieldDescriptorProto proto = field.ToProto();
        string label = field.IsMap || field.RealContainingOneof is not null ? string.Empty
            : field.IsRepeated ? "repeated "
            : field.IsRequired ? "required "
            : proto.Proto3Optional || proto.Label == FieldDescriptorProto.Types.Label.Optional && field.File.Syntax == Syntax.Proto2 ? "optional "
            : string.Empty;
        string[] options = [.. new[] { proto.HasDefaultValue ? $"default = {proto.DefaultValue}" : null, proto.Options?.Deprecated ?? false ? "deprecated = true" : null }.OfType<string>()];
        Line(depth, string.Create(
            CultureInfo.InvariantCulture,
            $"{label}{TypeOf(field)} {field.Name} = {field.FieldNumber}{(options.Length > 0 ? $" [{string.Join(", ", options)}]" : string.Empty)};"));
    }

    private string TypeOf(FieldDescriptor field) => field.FieldType switch
    {
        _ when field.IsMap => $"map<{TypeOf(field.MessageType.FindFieldByNumber(1))}, {TypeOf(field.MessageType.FindFieldByNumber(2))}>",
        _ when WireTypes.IsGroup(field) => $"group {NameOf(field.MessageType)}",
        FieldType.Message => NameOf(field.MessageType),
        FieldType.Enum => NameOf(field.EnumType),
        _ => field.FieldType.ToString().ToLowerInvariant(),
    };

    // Names of the same package need not repeat it.
    private string NameOf(DescriptorBase type) =>
        _file.Package.Length > 0 && type.File.Package == _file.Package ? type.FullName[(_file.Package.Length + 1)..] : type.FullName;

    private void Comment(DescriptorBase descriptor, int depth)
    {
        DescriptorDeclaration? declaration = descriptor.Declaration;
        foreach (string line in (declaration?.LeadingComments + declaration?.TrailingComments).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Line(depth, "//" + line.TrimEnd());
        }
    }

    private void Line(int depth, string text) => _text.Append(' ', 2 * depth).Append(text).Append('\n');
}
