using System.Text;
using Google.Protobuf.Reflection;
using Twin.Grpc.Contract;

namespace Twin.Grpc.Tests.Contract;

/// <summary>The reference page of the contract, made of the comments in its files.</summary>
internal static class ReferencePage
{
    private const string Package = "twin.v1";

    /// <summary>Writes the page as Markdown.</summary>
    public static string Write()
    {
        FileDescriptor[] files = [.. ContractDescriptors.Files.Where(file => file.Package == Package).OrderBy(file => file.Name, StringComparer.Ordinal)];
        var page = new StringBuilder();
        page.Append("# Reference of twin.v1\n\nMade from the comments of the files in `twin/v1`; do not edit. `README.md` beside this page is the place to begin.\n\n");
        page.Append("| service | method | does |\n|---|---|---|\n");
        foreach (ServiceDescriptor service in files.SelectMany(file => file.Services))
        {
            foreach (MethodDescriptor method in service.Methods)
            {
                page.Append($"| {service.Name} | [{method.Name}](#{Anchor(service, method)}) | {FirstSentence(Comment(method))} |\n");
            }
        }

        foreach (FileDescriptor file in files)
        {
            page.Append($"\n## {file.Name}\n\n{Paragraphs(FileComment(file))}\n");
            foreach (ServiceDescriptor service in file.Services)
            {
                page.Append($"\n### service {service.Name}\n\n{Paragraphs(Comment(service))}\n");
                foreach (MethodDescriptor method in service.Methods)
                {
                    page.Append($"\n#### {service.Name}.{method.Name}\n\n{Paragraphs(Comment(method))}\n\n");
                    page.Append($"Takes {Stream(method.IsClientStreaming)}{Link(method.InputType)}, gives {Stream(method.IsServerStreaming)}{Link(method.OutputType)}.\n");
                }
            }

            foreach (MessageDescriptor message in file.MessageTypes)
            {
                Message(page, message);
            }

            foreach (EnumDescriptor values in file.EnumTypes)
            {
                Enum(page, values);
            }
        }

        return page.ToString();
    }

    private static void Message(StringBuilder page, MessageDescriptor message)
    {
        page.Append($"\n### {Name(message)}\n\n{Paragraphs(Comment(message))}\n");
        if (message.Fields.InDeclarationOrder().Count > 0)
        {
            page.Append("\n| field | number | type | meaning |\n|---|---|---|---|\n");
            foreach (FieldDescriptor field in message.Fields.InDeclarationOrder())
            {
                string choice = field.RealContainingOneof is { } oneof ? $"One of `{oneof.Name}`. " : string.Empty;
                page.Append($"| `{field.Name}` | {field.FieldNumber} | {TypeOf(field)} | {choice}{Cell(Comment(field))} |\n");
            }
        }

        foreach (MessageDescriptor nested in message.NestedTypes.Where(nested => !(nested.GetOptions()?.MapEntry ?? false)))
        {
            Message(page, nested);
        }

        foreach (EnumDescriptor values in message.EnumTypes)
        {
            Enum(page, values);
        }
    }

    private static void Enum(StringBuilder page, EnumDescriptor values)
    {
        page.Append($"\n### {Name(values)}\n\n{Paragraphs(Comment(values))}\n\n| value | number | meaning |\n|---|---|---|\n");
        foreach (EnumValueDescriptor value in values.Values)
        {
            page.Append($"| `{value.Name}` | {value.Number} | {Cell(Comment(value))} |\n");
        }
    }

    private static string TypeOf(FieldDescriptor field)
    {
        if (field.IsMap)
        {
            return $"map from {TypeOf(field.MessageType.FindFieldByNumber(1))} to {TypeOf(field.MessageType.FindFieldByNumber(2))}";
        }

        string type = field.FieldType switch
        {
            FieldType.Message => Link(field.MessageType),
            FieldType.Enum => Link(field.EnumType),
            _ => field.FieldType.ToString().ToLowerInvariant(),
        };
        return field.IsRepeated ? $"repeated {type}" : field.HasPresence && field.RealContainingOneof is null && field.FieldType != FieldType.Message ? $"optional {type}" : type;
    }

    private static string Link(DescriptorBase type) =>
        type.File.Package == Package ? $"[{Name(type)}](#{Name(type).ToLowerInvariant().Replace(".", string.Empty, StringComparison.Ordinal)})" : $"`{type.FullName}`";

    private static string Name(DescriptorBase type) => type.FullName[(Package.Length + 1)..];

    private static string Anchor(ServiceDescriptor service, MethodDescriptor method) => $"{service.Name}{method.Name}".ToLowerInvariant();

    private static string Stream(bool isStreaming) => isStreaming ? "a stream of " : string.Empty;

    private static string Comment(DescriptorBase descriptor) => descriptor.Declaration?.LeadingComments ?? string.Empty;

    // The comment that begins a file stands before its syntax statement (field 12 of a file's descriptor).
    private static string FileComment(FileDescriptor file)
    {
        const int syntax = 12;
        return file.ToProto().SourceCodeInfo.Location.FirstOrDefault(location => location.Path.Count == 1 && location.Path[0] == syntax)?.LeadingComments ?? string.Empty;
    }

    // Comments are wrapped; an empty line ends a paragraph.
    private static string Paragraphs(string comment) => string.Join(
        "\n\n", comment.Split("\n \n").SelectMany(part => part.Split("\n\n")).Select(part => string.Join(' ', part.Split('\n').Select(line => line.Trim())).Trim()).Where(part => part.Length > 0));

    private static string Cell(string comment) => Paragraphs(comment).Replace("\n\n", " ", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);

    private static string FirstSentence(string comment)
    {
        string text = Cell(comment);
        int end = text.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? text : text[..(end + 1)];
    }
}
