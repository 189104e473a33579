using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client;
using Twin.Host.Connecting;

namespace Twin.Host.Calling;

/// <summary>What <c>twin call</c> does with a server: lists, describes, calls.</summary>
internal sealed class CallSession : IDisposable
{
    // Descriptions are small and come at once from any server that is well.
    private static readonly TimeSpan ReflectionDeadline = TimeSpan.FromSeconds(30);

    private readonly GrpcChannel _channel;
    private readonly CallInvoker _invoker;
    private readonly ReflectionClient _reflection;
    private readonly ServerCatalogue _catalogue;
    private readonly TextWriter _output;
    private readonly CancellationToken _cancellation;

    /// <summary>Makes a session; the connection is opened by the first question.</summary>
    /// <param name="connection">The server, and what is shown to it.</param>
    /// <param name="output">Receives what is asked for.</param>
    /// <param name="cancellation">Ends whatever is under way.</param>
    public CallSession(ConnectionSettings connection, TextWriter output, CancellationToken cancellation)
    {
        _output = output;
        _cancellation = cancellation;
        _channel = connection.OpenChannel();
        _invoker = connection.MakeInvoker(_channel);
        string server = connection.Address.Authority;
        _reflection = new ReflectionClient(
            _invoker, server, new CallOptions(null, TimeProvider.System.GetUtcNow().UtcDateTime + ReflectionDeadline, cancellation));
        _catalogue = new ServerCatalogue(_reflection, server);
    }

    /// <summary>Writes the names of the services, or the methods of one.</summary>
    /// <param name="service">Name of the service, or null.</param>
    public Task ListAsync(string? service) => GuardAsync(async () =>
    {
        if (service is null)
        {
            foreach (string name in await _catalogue.ServicesAsync().ConfigureAwait(false))
            {
                await _output.WriteLineAsync(name).ConfigureAwait(false);
            }

            return;
        }

        IList<MethodDescriptor> methods = (await _catalogue.ServiceAsync(service).ConfigureAwait(false)).Methods;
        int width = methods.Select(method => ServerCatalogue.PathOf(method).Length).DefaultIfEmpty(0).Max();
        foreach (MethodDescriptor method in methods)
        {
            await _output.WriteLineAsync($"{ServerCatalogue.PathOf(method).PadRight(width)}  {DescriptorText.Signature(method)}").ConfigureAwait(false);
        }
    });

    /// <summary>Writes what a service, method, message or enum is.</summary>
    /// <param name="name">Its name.</param>
    public Task DescribeAsync(string name) => GuardAsync(async () =>
        await _output.WriteLineAsync(DescriptorText.Of(await _catalogue.SymbolAsync(name).ConfigureAwait(false))).ConfigureAwait(false));

    /// <summary>Calls a method and writes its replies.</summary>
    /// <param name="name">Name of the method.</param>
    /// <param name="settings">How it is called.</param>
    /// <param name="input">Standard input.</param>
    public Task CallAsync(string name, CallSettings settings, Stream input) => GuardAsync(async () =>
    {
        MethodDescriptor method = await _catalogue.MethodAsync(name).ConfigureAwait(false);
        await new MethodCall(_invoker, method, _catalogue, settings, _output).RunAsync(input, _cancellation).ConfigureAwait(false);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _reflection.Dispose();
        _channel.Dispose();
    }

    private async Task GuardAsync(Func<Task> action)
    {
        try
        {
            await action().ConfigureAwait(false);
        }
        catch (RpcException) when (_cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(_cancellation);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new CallException(Commands.ExitCode.Unreachable, $"What the server says of its messages cannot be read. {exception.Message}");
        }
    }
}
