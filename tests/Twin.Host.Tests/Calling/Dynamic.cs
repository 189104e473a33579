using System.Buffers;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Twin.Host.Calling;

namespace Twin.Host.Tests.Calling;

/// <summary>The codec with descriptors that were built from bytes alone, as those of a server are.</summary>
internal static class Dynamic
{
    public static byte[] Encode(string json, MessageDescriptor type)
    {
        Dictionary<string, MessageDescriptor> types = Build(type.File);
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 400 });
        return new MessageEncoder(types.GetValueOrDefault).Encode(document.RootElement, types[type.FullName]);
    }

    public static string Format(byte[] bytes, MessageDescriptor type, bool writesDefaults = false)
    {
        Dictionary<string, MessageDescriptor> types = Build(type.File);
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { MaxDepth = 400 }))
        {
            new MessageFormatter(types.GetValueOrDefault, writesDefaults).Write(json, bytes, types[type.FullName]);
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    public static Dictionary<string, MessageDescriptor> Build(FileDescriptor file)
    {
        var ordered = new List<ByteString>();
        var seen = new HashSet<string>();
        Visit(file);
        return Types(FileDescriptor.BuildFromByteStrings(ordered));

        void Visit(FileDescriptor next)
        {
            if (seen.Add(next.Name))
            {
                foreach (FileDescriptor import in next.Dependencies)
                {
                    Visit(import);
                }

                ordered.Add(next.SerializedData);
            }
        }
    }

    public static Dictionary<string, MessageDescriptor> Types(IEnumerable<FileDescriptor> files) => files
        .SelectMany(file => file.MessageTypes)
        .SelectMany(WithNested)
        .ToDictionary(type => type.FullName);

    private static IEnumerable<MessageDescriptor> WithNested(MessageDescriptor type) => type.NestedTypes.SelectMany(WithNested).Prepend(type);
}
