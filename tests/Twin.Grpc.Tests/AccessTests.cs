using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using Twin.Grpc.Access;
using Twin.V1;

namespace Twin.Grpc.Tests;

/// <summary>Who may call what: every method of the contract with every role.</summary>
public sealed class AccessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    /// <summary>All methods of twin.v1, from the descriptors that the contract is compiled to.</summary>
    private static IReadOnlyList<MethodDescriptor> Contract { get; } =
    [
        .. typeof(ControlService).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(ControlService).Namespace && type.Name.EndsWith("Reflection", StringComparison.Ordinal))
            .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
            .OfType<FileDescriptor>()
            .SelectMany(file => file.Services)
            .SelectMany(service => service.Methods),
    ];

    [Fact]
    public void Contract_EachMethod_StatesItsRole()
    {
        Assert.Contains(Contract, method => method.FullName == "twin.v1.ControlService.Pause");
        string[] silent = [.. Contract.Where(method => Stated(method) == Role.Unspecified).Select(method => method.FullName)];
        Assert.True(silent.Length == 0, $"These methods lack 'option (twin.v1.role)': {string.Join(", ", silent)}");
    }

    [Fact]
    public async Task Contract_EachMethod_IsServed()
    {
        await using TestServer server = await TestServer.StartAsync(hasSnapshots: true);
        string[] served = [.. server.Endpoints.Select(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/'))];
        Assert.All(Contract, method => Assert.Contains($"{method.Service.FullName}/{method.Name}", served));
    }

    [Fact]
    public void Of_MethodsWithoutAnOption_AreClosedUnlessKnown()
    {
        Assert.Equal(Role.Unspecified, MethodRoles.Of(Health.Descriptor.Methods[0]));
        Assert.Equal(Role.Read, MethodRoles.Of(ServerReflection.Descriptor.Methods[0]));
        // A method of a service that nobody has thought of.
        byte[] file = new FileDescriptorProto
        {
            Name = "other.proto",
            Package = "other",
            MessageType = { new DescriptorProto { Name = "Nothing" } },
            Service = { new ServiceDescriptorProto { Name = "Other", Method = { new MethodDescriptorProto { Name = "Forgotten", InputType = ".other.Nothing", OutputType = ".other.Nothing" } } } },
        }.ToByteArray();
        Assert.Equal(Role.Admin, MethodRoles.Of(FileDescriptor.BuildFromByteStrings([ByteString.CopyFrom(file)])[0].Services[0].Methods[0]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("read")]
    [InlineData("control")]
    [InlineData("admin")]
    public async Task Call_EachMethodOfTheContract_IsAnsweredByRole(string? role)
    {
        await using TestServer server = await TestServer.StartAsync(access: new HeaderAccess(), hasSnapshots: true);
        server.Twin.Run();
        _ = RoleText.TryParse(role, out Role has);
        foreach (MethodDescriptor method in Contract)
        {
            Role needed = Stated(method);
            Status status = await CallAsync(server, method, role);
            if (role is null)
            {
                Assert.Equal((method.FullName, StatusCode.Unauthenticated, "A token is needed."), (method.FullName, status.StatusCode, status.Detail));
            }
            else if (has < needed)
            {
                Assert.Equal((method.FullName, StatusCode.PermissionDenied), (method.FullName, status.StatusCode));
                Assert.Equal($"{method.Service.FullName}/{method.Name} needs the role '{RoleText.Of(needed)}'; 'someone' has the role '{role}'.", status.Detail);
            }
            else
            {
                Assert.True(status.StatusCode is not (StatusCode.Unauthenticated or StatusCode.PermissionDenied or StatusCode.Unimplemented), $"{method.FullName}: {status}");
            }
        }
    }

    [Fact]
    public async Task Call_RefusedCommand_ChangesNothing()
    {
        await using TestServer server = await TestServer.StartAsync(access: new HeaderAccess());
        server.Twin.Run();
        await Assert.ThrowsAsync<RpcException>(() => server.Control.PauseAsync(new PauseRequest()).ResponseAsync);
        await Assert.ThrowsAsync<RpcException>(() => server.Control.PauseAsync(new PauseRequest(), As("read")).ResponseAsync);
        Assert.Empty(server.Twin.Commands);
        await server.Control.PauseAsync(new PauseRequest(), As("control"));
        TwinCommandOrigin(server, "grpc someone ipv4:127.0.0.1:");
    }

    [Fact]
    public async Task Call_HealthAndReflection_OpenAndRead()
    {
        await using TestServer server = await TestServer.StartAsync(access: new HeaderAccess());
        server.Twin.Run();
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await new Health.HealthClient(server.Channel).CheckAsync(new HealthCheckRequest())).Status);
        Assert.Equal(StatusCode.Unauthenticated, await ReflectAsync(server, []));
        Assert.Equal(StatusCode.OK, await ReflectAsync(server, As("read")));
    }

    [Fact]
    public async Task Subscribe_TokenTakenAway_EndsWithTheNextMessage()
    {
        var access = new HeaderAccess();
        await using TestServer server = await TestServer.StartAsync(access: access);
        server.Twin.Run();
        var request = new SubscribeRequest { Selection = new Selection { Globs = { "oe00/**" } }, Sampled = new Sampled { PeriodMs = 1 } };
        using AsyncServerStreamingCall<SubscribeResponse> call = server.Signals.Subscribe(request, As("read"));
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        access.TakeAway("'someone' has been taken away.");
        RpcException error = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                server.Twin.Run();
            }
        });
        Assert.Equal((StatusCode.Unauthenticated, "'someone' has been taken away."), (error.StatusCode, error.Status.Detail));
    }

    internal static Metadata As(string role, string name = "someone") => new() { { "x-role", role }, { "x-name", name } };

    private static Role Stated(MethodDescriptor method) => method.GetOptions()?.GetExtension(AccessExtensions.Role) ?? Role.Unspecified;

    private static void TwinCommandOrigin(TestServer server, string start)
    {
        lock (server.Twin.Commands)
        {
            Assert.StartsWith(start, Assert.Single(server.Twin.Commands).Origin, StringComparison.Ordinal);
        }
    }

    /// <summary>Calls a method with an empty message and gives the status, of a stream that of its beginning.</summary>
    private static async Task<Status> CallAsync(TestServer server, MethodDescriptor method, string? role)
    {
        MethodType type = (method.IsClientStreaming, method.IsServerStreaming) switch
        {
            (false, false) => MethodType.Unary,
            (false, true) => MethodType.ServerStreaming,
            (true, false) => MethodType.ClientStreaming,
            _ => MethodType.DuplexStreaming,
        };
        var called = new Method<byte[], byte[]>(type, method.Service.FullName, method.Name, Bytes, Bytes);
        CallInvoker invoker = server.Channel.CreateCallInvoker();
        using var patience = new CancellationTokenSource(Patience);
        var options = new CallOptions(role is null ? [] : As(role), cancellationToken: patience.Token);
        try
        {
            switch (type)
            {
                case MethodType.Unary:
                    await invoker.AsyncUnaryCall(called, null, options, []);
                    break;
                case MethodType.ServerStreaming:
                    using (AsyncServerStreamingCall<byte[]> call = invoker.AsyncServerStreamingCall(called, null, options, []))
                    {
                        await call.ResponseStream.MoveNext(patience.Token);
                    }

                    break;
                case MethodType.ClientStreaming:
                    using (AsyncClientStreamingCall<byte[], byte[]> call = invoker.AsyncClientStreamingCall(called, null, options))
                    {
                        await call.RequestStream.CompleteAsync();
                        await call.ResponseAsync;
                    }

                    break;
                default:
                    using (AsyncDuplexStreamingCall<byte[], byte[]> call = invoker.AsyncDuplexStreamingCall(called, null, options))
                    {
                        await call.RequestStream.CompleteAsync();
                        await call.ResponseStream.MoveNext(patience.Token);
                    }

                    break;
            }

            return Status.DefaultSuccess;
        }
        catch (RpcException exception)
        {
            return exception.Status;
        }
    }

    private static async Task<StatusCode> ReflectAsync(TestServer server, Metadata metadata)
    {
        using AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call =
            new ServerReflection.ServerReflectionClient(server.Channel).ServerReflectionInfo(metadata);
        try
        {
            await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception exception) when (exception is RpcException or InvalidOperationException)
        {
            // Refused already; the status says why.
        }

        try
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                Assert.NotNull(call.ResponseStream.Current);
            }

            return StatusCode.OK;
        }
        catch (RpcException exception)
        {
            return exception.StatusCode;
        }
    }
}
