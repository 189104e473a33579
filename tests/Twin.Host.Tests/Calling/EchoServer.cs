using System.Net;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Twin.Host.Tests.Messages;

namespace Twin.Host.Tests.Calling;

/// <summary>A gRPC server that is no twin, on a free loopback port, with the reflection of today, of yesterday or none.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private const string Today = "/grpc.reflection.v1.";
    private const string Yesterday = "/grpc.reflection.v1alpha.";

    private readonly WebApplication _app;

    private EchoServer(WebApplication app)
    {
        _app = app;
    }

    public Uri Address => new(_app.Urls.Single());

    public static async Task<EchoServer> StartAsync(bool hasToday = true, bool hasYesterday = false)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddRouting();
        builder.Services.AddLogging();
        builder.Services.AddGrpc();
        builder.Services.AddGrpcReflection();
        WebApplication app = builder.Build();
        app.Use((context, next) =>
        {
            string path = context.Request.Path.Value!;
            if (path.StartsWith(Yesterday, StringComparison.Ordinal) && hasYesterday)
            {
                context.Request.Path = Today + path[Yesterday.Length..];
            }
            else if (path.StartsWith(Today, StringComparison.Ordinal) && !hasToday)
            {
                context.Request.Path = "/no.such.Service/Method";
            }

            return next(context);
        });
        app.UseRouting();
        app.MapGrpcService<Echo>();
        app.MapGrpcService<Other>();
        app.MapGrpcReflectionService();
        await app.StartAsync();
        return new EchoServer(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    internal sealed class Echo : EchoService.EchoServiceBase
    {
        public override Task<Everything> Once(Everything request, ServerCallContext context)
        {
            if (context.RequestHeaders.GetValue("x-note") is { } note)
            {
                request.SomeText = note + Convert.ToHexString(context.RequestHeaders.GetValueBytes("x-raw-bin") ?? []);
            }

            return Task.FromResult(request);
        }

        public override async Task Repeat(Everything request, IServerStreamWriter<Everything> responseStream, ServerCallContext context)
        {
            for (int i = 0; i < request.Int32; i++)
            {
                await responseStream.WriteAsync(request);
            }

            if (request.Int32 < 0)
            {
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
            }
        }

        public override async Task<Everything> Collect(IAsyncStreamReader<Everything> requestStream, ServerCallContext context)
        {
            var last = new Everything();
            int count = 0;
            await foreach (Everything request in requestStream.ReadAllAsync())
            {
                last = request;
                count++;
            }

            last.Int32 = count;
            return last;
        }

        public override async Task Chat(IAsyncStreamReader<Everything> requestStream, IServerStreamWriter<Everything> responseStream, ServerCallContext context)
        {
            await foreach (Everything request in requestStream.ReadAllAsync())
            {
                await responseStream.WriteAsync(request);
            }
        }

        public override Task<Empty> Fail(Failure request, ServerCallContext context)
        {
            // A google.rpc.Status by hand: code = 1, message = 2, details = 3.
            using var details = new MemoryStream();
            using (var writer = new CodedOutputStream(details, leaveOpen: true))
            {
                writer.WriteTag(3, WireFormat.WireType.LengthDelimited);
                writer.WriteMessage(Any.Pack(request));
            }

            throw new RpcException(new Status((StatusCode)request.Code, request.Message), new Metadata { { "grpc-status-details-bin", details.ToArray() } });
        }
    }

    internal sealed class Other : OtherService.OtherServiceBase;
}
