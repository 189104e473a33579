using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Reflection.V1;
using Twin.Engine.Structure;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Twin.Host.Calling;

/// <summary>Services, methods, messages and enums of a server, fetched as far as they are asked for.</summary>
/// <param name="reflection">Where they are fetched.</param>
/// <param name="address">The server, for messages.</param>
internal sealed class ServerCatalogue(ReflectionClient reflection, string address)
{
    // Messages of google/protobuf and details of errors may be meant by an Any on a server that does not list them.
    private static readonly FileDescriptor[] BuiltIn =
    [
        AnyReflection.Descriptor, DurationReflection.Descriptor, EmptyReflection.Descriptor, FieldMaskReflection.Descriptor, StructReflection.Descriptor,
        TimestampReflection.Descriptor, WrappersReflection.Descriptor, FileDescriptor.DescriptorProtoFileDescriptor, Google.Rpc.ErrorDetailsReflection.Descriptor,
    ];

    private readonly Dictionary<string, FileDescriptorProto> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DescriptorBase> _symbols = new(StringComparer.Ordinal);
    private string[]? _services;
    private bool _isComplete;

    /// <summary>Full names of the services, in ordinal order.</summary>
    public async Task<IReadOnlyList<string>> ServicesAsync()
    {
        if (_services is null)
        {
            ServerReflectionResponse answer = await reflection.AskAsync(new ServerReflectionRequest { ListServices = "*" }).ConfigureAwait(false);
            _services = answer.ListServicesResponse is { } list
                ? [.. list.Service.Select(service => service.Name).Distinct().Order(StringComparer.Ordinal)]
                : throw new CallException(Commands.ExitCode.Unreachable, $"{address} does not list its services. {answer.ErrorResponse?.ErrorMessage}");
        }

        return _services;
    }

    /// <summary>What was fetched before under a full name, or null.</summary>
    /// <param name="fullName">The name.</param>
    public MessageDescriptor? KnownMessage(string fullName) => _symbols.GetValueOrDefault(fullName) as MessageDescriptor;

    /// <summary>Fetches what a full name stands for, or null when the server does not know it.</summary>
    /// <param name="fullName">The name.</param>
    public async Task<DescriptorBase?> FetchAsync(string fullName)
    {
        if (!_symbols.ContainsKey(fullName))
        {
            ServerReflectionResponse answer = await reflection.AskAsync(new ServerReflectionRequest { FileContainingSymbol = fullName }).ConfigureAwait(false);
            if (answer.FileDescriptorResponse is { } files)
            {
                await AddAsync(files).ConfigureAwait(false);
            }
            else
            {
                foreach (FileDescriptor file in BuiltIn.Where(file => file.MessageTypes.Any(message => message.FullName == fullName)))
                {
                    Index(file);
                }
            }
        }

        return _symbols.GetValueOrDefault(fullName);
    }

    /// <summary>Finds a method.</summary>
    /// <param name="name"><c>package.Service/Method</c>, or the end of it: <c>Service/Method</c>, <c>Method</c>; a dot for the slash is fine.</param>
    /// <exception cref="CallException">None or several are meant.</exception>
    public async Task<MethodDescriptor> MethodAsync(string name)
    {
        string path = name.TrimStart('/').Replace('/', '.');
        string service = path[..Math.Max(0, path.LastIndexOf('.'))];
        string method = path[(path.LastIndexOf('.') + 1)..];
        IReadOnlyList<string> services = await ServicesAsync().ConfigureAwait(false);
        if (services.Contains(service))
        {
            return Method(await ServiceAsync(service).ConfigureAwait(false), method);
        }

        await FetchAllAsync().ConfigureAwait(false);
        MethodDescriptor[] meant = [.. _symbols.Values.OfType<MethodDescriptor>().Where(candidate => IsMeant(path, candidate.FullName)).OrderBy(candidate => candidate.FullName, StringComparer.Ordinal)];
        if (meant.Length == 1)
        {
            return meant[0];
        }

        if (meant.Length > 1)
        {
            throw Ambiguous(name, meant.Select(PathOf));
        }

        if (service.Length > 0)
        {
            return Method(await ServiceAsync(service).ConfigureAwait(false), method);
        }

        throw Unknown("method", name, _symbols.Values.OfType<MethodDescriptor>().Select(candidate => candidate.Name), "twin call list SERVICE");
    }

    /// <summary>Finds a service.</summary>
    /// <param name="name">Its full name or the end of it.</param>
    /// <exception cref="CallException">None or several are meant, or the server does not describe it.</exception>
    public async Task<ServiceDescriptor> ServiceAsync(string name)
    {
        IReadOnlyList<string> services = await ServicesAsync().ConfigureAwait(false);
        string[] meant = services.Contains(name) ? [name] : [.. services.Where(candidate => IsMeant(name, candidate))];
        return meant switch
        {
            [string one] => await FetchAsync(one).ConfigureAwait(false) as ServiceDescriptor
                ?? throw new CallException(Commands.ExitCode.Unreachable, $"{address} lists the service {one} and does not describe it."),
            [] => throw Unknown("service", name, services.Concat(services.Select(LastPart)), "twin call list"),
            _ => throw Ambiguous(name, meant),
        };
    }

    /// <summary>Finds a service, method, message or enum.</summary>
    /// <param name="name">Its full name or the end of it.</param>
    /// <exception cref="CallException">None or several are meant.</exception>
    public async Task<DescriptorBase> SymbolAsync(string name)
    {
        string path = name.TrimStart('/', '.').Replace('/', '.');
        if (path.Contains('.', StringComparison.Ordinal) && await FetchAsync(path).ConfigureAwait(false) is { } exact)
        {
            return exact;
        }

        await FetchAllAsync().ConfigureAwait(false);
        DescriptorBase[] meant = [.. _symbols.Values.Where(candidate => IsMeant(path, candidate.FullName)).OrderBy(candidate => candidate.FullName, StringComparer.Ordinal)];
        return meant switch
        {
            [DescriptorBase one] => one,
            [] => throw Unknown("service, method, message or enum", name, _symbols.Keys.Concat(_symbols.Keys.Select(LastPart)), "twin call list"),
            _ => throw Ambiguous(name, meant.Select(candidate => candidate.FullName)),
        };
    }

    /// <summary>A method as it is called, <c>package.Service/Method</c>.</summary>
    /// <param name="method">The method.</param>
    public static string PathOf(MethodDescriptor method) => $"{method.Service.FullName}/{method.Name}";

    private static bool IsMeant(string name, string fullName) => fullName == name || fullName.EndsWith("." + name, StringComparison.Ordinal);

    private static string LastPart(string name) => name[(name.LastIndexOf('.') + 1)..];

    private static CallException Ambiguous(string name, IEnumerable<string> meant) =>
        new(Commands.ExitCode.BadInput, $"'{name}' may mean {string.Join(" or ", meant)}; write more of the name.");

    private CallException Unknown(string what, string name, IEnumerable<string> known, string where)
    {
        string hint = NearestNames.Find(name, known.Distinct(), 1) is [string near] ? $"Did you mean '{near}'?" : $"See: {where}";
        return new CallException(Commands.ExitCode.BadInput, $"There is no {what} '{name}' at {address}. {hint}");
    }

    private static MethodDescriptor Method(ServiceDescriptor service, string name) => service.FindMethodByName(name)
        ?? throw new CallException(
            Commands.ExitCode.BadInput,
            $"There is no method '{name}' in {service.FullName}. {(NearestNames.Find(name, service.Methods.Select(method => method.Name), 1) is [string near] ? $"Did you mean '{near}'?" : $"It has {string.Join(", ", service.Methods.Select(method => method.Name))}.")}");

    private async Task FetchAllAsync()
    {
        if (!_isComplete)
        {
            foreach (string service in await ServicesAsync().ConfigureAwait(false))
            {
                // One that the server lists and does not describe is no reason not to call another.
                await FetchAsync(service).ConfigureAwait(false);
            }

            _isComplete = true;
        }
    }

    private async Task AddAsync(FileDescriptorResponse response)
    {
        var waiting = new Queue<string>();
        Take(response);
        while (waiting.TryDequeue(out string? name))
        {
            if (_files.ContainsKey(name))
            {
                continue;
            }

            ServerReflectionResponse answer = await reflection.AskAsync(new ServerReflectionRequest { FileByFilename = name }).ConfigureAwait(false);
            if (answer.FileDescriptorResponse is { } files)
            {
                Take(files);
            }

            if (!_files.ContainsKey(name) && BuiltIn.FirstOrDefault(file => file.Name == name) is { } known)
            {
                _files.Add(name, known.ToProto());
            }

            if (!_files.ContainsKey(name))
            {
                // Often a file of options that nothing else needs; when something does, building says so.
                Forget(name);
            }
        }

        Build();

        void Take(FileDescriptorResponse given)
        {
            foreach (FileDescriptorProto file in given.FileDescriptorProto.Select(FileDescriptorProto.Parser.ParseFrom))
            {
                if (_files.TryAdd(file.Name, file))
                {
                    EditionFile.Rewrite(file);
                    foreach (string import in file.Dependency)
                    {
                        waiting.Enqueue(import);
                    }
                }
            }
        }
    }

    private void Forget(string import)
    {
        foreach (FileDescriptorProto file in _files.Values.Where(file => file.Dependency.Contains(import)))
        {
            string[] handedOn = [.. file.PublicDependency.Select(index => file.Dependency[index]).Where(name => name != import)];
            file.Dependency.Remove(import);
            file.WeakDependency.Clear();
            file.PublicDependency.Clear();
            file.PublicDependency.AddRange(handedOn.Select(file.Dependency.IndexOf));
        }
    }

    private void Build()
    {
        var ordered = new List<ByteString>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in _files.Keys)
        {
            Visit(name);
        }

        try
        {
            foreach (FileDescriptor file in FileDescriptor.BuildFromByteStrings(ordered))
            {
                Index(file);
            }
        }
        catch (Exception exception) when (exception is ArgumentException or DescriptorValidationException or InvalidProtocolBufferException)
        {
            throw new CallException(Commands.ExitCode.Unreachable, $"What {address} says of its messages does not hold together: {exception.Message}");
        }

        void Visit(string name)
        {
            if (seen.Add(name))
            {
                foreach (string import in _files[name].Dependency)
                {
                    Visit(import);
                }

                ordered.Add(_files[name].ToByteString());
            }
        }
    }

    private void Index(FileDescriptor file)
    {
        foreach (ServiceDescriptor service in file.Services)
        {
            _symbols[service.FullName] = service;
            foreach (MethodDescriptor method in service.Methods)
            {
                _symbols[method.FullName] = method;
            }
        }

        foreach (EnumDescriptor values in file.EnumTypes)
        {
            _symbols[values.FullName] = values;
        }

        foreach (MessageDescriptor message in file.MessageTypes)
        {
            Index(message);
        }
    }

    private void Index(MessageDescriptor message)
    {
        _symbols[message.FullName] = message;
        foreach (EnumDescriptor values in message.EnumTypes)
        {
            _symbols[values.FullName] = values;
        }

        foreach (MessageDescriptor nested in message.NestedTypes)
        {
            Index(nested);
        }
    }
}
