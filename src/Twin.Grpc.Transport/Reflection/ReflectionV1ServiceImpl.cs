using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;

namespace Grpc.Reflection;

/// <summary>The reflection service: tells a client without .proto files what this server serves.</summary>
public class ReflectionV1ServiceImpl : ServerReflection.ServerReflectionBase
{
    private readonly string[] _services;
    private readonly SymbolRegistry _symbols;

    /// <summary>Makes a service that tells of the given services and of all types in reach of their files.</summary>
    public ReflectionV1ServiceImpl(IEnumerable<ServiceDescriptor> services)
    {
        ServiceDescriptor[] all = [.. services];
        _services = [.. all.Select(service => service.FullName).Distinct().Order(StringComparer.Ordinal)];
        _symbols = SymbolRegistry.FromFiles(all.Select(service => service.File));
    }

    /// <inheritdoc/>
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(responseStream);
        await foreach (ServerReflectionRequest request in requestStream.ReadAllAsync().ConfigureAwait(false))
            await responseStream.WriteAsync(Answer(request)).ConfigureAwait(false);
    }

    private ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var response = new ServerReflectionResponse { ValidHost = request.Host, OriginalRequest = request };
        switch (request.MessageRequestCase)
        {
            case ServerReflectionRequest.MessageRequestOneofCase.FileByFilename:
                Answer(response, _symbols.FileByName(request.FileByFilename), $"There is no file '{request.FileByFilename}'.");
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol:
                Answer(
                    response, _symbols.FileContainingSymbol(request.FileContainingSymbol), $"There is no symbol '{request.FileContainingSymbol}'.");
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingExtension:
                ExtensionRequest extension = request.FileContainingExtension;
                Answer(
                    response,
                    _symbols.FileContainingExtension(extension.ContainingType, extension.ExtensionNumber),
                    $"The message '{extension.ContainingType}' has no extension {extension.ExtensionNumber}.");
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.AllExtensionNumbersOfType:
                if (_symbols.IsMessage(request.AllExtensionNumbersOfType))
                {
                    response.AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = request.AllExtensionNumbersOfType };
                    response.AllExtensionNumbersResponse.ExtensionNumber.AddRange(_symbols.ExtensionNumbers(request.AllExtensionNumbersOfType));
                }
                else
                {
                    response.ErrorResponse = Error(StatusCode.NotFound, $"There is no message '{request.AllExtensionNumbersOfType}'.");
                }

                break;
            case ServerReflectionRequest.MessageRequestOneofCase.ListServices:
                response.ListServicesResponse = new ListServiceResponse();
                response.ListServicesResponse.Service.AddRange(_services.Select(name => new ServiceResponse { Name = name }));
                break;
            default:
                response.ErrorResponse = Error(StatusCode.Unimplemented, "The request asks for nothing that is known here.");
                break;
        }

        return response;
    }

    private static void Answer(ServerReflectionResponse response, FileDescriptor? file, string otherwise)
    {
        if (file is null)
        {
            response.ErrorResponse = Error(StatusCode.NotFound, otherwise);
            return;
        }

        response.FileDescriptorResponse = new FileDescriptorResponse();
        response.FileDescriptorResponse.FileDescriptorProto.AddRange(SymbolRegistry.WithImports(file));
    }

    private static ErrorResponse Error(StatusCode code, string message) => new() { ErrorCode = (int)code, ErrorMessage = message };
}
