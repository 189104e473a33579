using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Grpc.Reflection;

/// <summary>Files and symbols that can be reached from a set of services; does not change.</summary>
public sealed class SymbolRegistry
{
    private readonly Dictionary<string, FileDescriptor> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> _symbols = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Type, int Number), FileDescriptor> _extensions = [];

    private SymbolRegistry() { }

    /// <summary>Gathers files and all that they import.</summary>
    public static SymbolRegistry FromFiles(IEnumerable<FileDescriptor> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var registry = new SymbolRegistry();
        foreach (FileDescriptor file in files)
            registry.Add(file);
        return registry;
    }

    /// <summary>A file by name, or null.</summary>
    public FileDescriptor? FileByName(string name) => _files.GetValueOrDefault(name);

    /// <summary>The file that declares a full name, or null.</summary>
    public FileDescriptor? FileContainingSymbol(string symbol) => _symbols.GetValueOrDefault(symbol);

    internal FileDescriptor? FileContainingExtension(string type, int number) => _extensions.GetValueOrDefault((type, number));

    internal IEnumerable<int> ExtensionNumbers(string type) =>
        _extensions.Keys.Where(key => key.Type == type).Select(key => key.Number).Order();

    internal bool IsMessage(string symbol) =>
        _symbols.TryGetValue(symbol, out FileDescriptor? file) && file.FindTypeByName<MessageDescriptor>(NameWithin(file, symbol)) is not null;

    /// <summary>A file and all that it imports, imports first, serialized.</summary>
    internal static List<ByteString> WithImports(FileDescriptor file)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var ordered = new List<ByteString>();
        Visit(file);
        return ordered;

        void Visit(FileDescriptor next)
        {
            if (!seen.Add(next.Name))
                return;
            foreach (FileDescriptor import in next.Dependencies)
                Visit(import);
            ordered.Add(next.SerializedData);
        }
    }

    private static string NameWithin(FileDescriptor file, string symbol) =>
        file.Package.Length == 0 ? symbol : symbol[(file.Package.Length + 1)..];

    private void Add(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
            return;
        foreach (FileDescriptor import in file.Dependencies)
            Add(import);
        foreach (ServiceDescriptor service in file.Services)
        {
            _symbols[service.FullName] = file;
            foreach (MethodDescriptor method in service.Methods)
                _symbols[method.FullName] = file;
        }

        foreach (MessageDescriptor message in file.MessageTypes)
            Add(message, file);
        foreach (EnumDescriptor values in file.EnumTypes)
            Add(values, file);
        foreach (FieldDescriptor extension in file.Extensions.UnorderedExtensions)
            Add(extension, file);
    }

    private void Add(MessageDescriptor message, FileDescriptor file)
    {
        _symbols[message.FullName] = file;
        foreach (FieldDescriptor field in message.Fields.InDeclarationOrder())
            _symbols[field.FullName] = file;
        foreach (MessageDescriptor nested in message.NestedTypes)
            Add(nested, file);
        foreach (EnumDescriptor values in message.EnumTypes)
            Add(values, file);
        foreach (FieldDescriptor extension in message.Extensions.UnorderedExtensions)
            Add(extension, file);
    }

    private void Add(EnumDescriptor values, FileDescriptor file)
    {
        _symbols[values.FullName] = file;
        foreach (EnumValueDescriptor value in values.Values)
            _symbols[value.FullName] = file;
    }

    private void Add(FieldDescriptor extension, FileDescriptor file)
    {
        _symbols[extension.FullName] = file;
        _extensions[(extension.ExtendeeType.FullName, extension.FieldNumber)] = file;
    }
}
