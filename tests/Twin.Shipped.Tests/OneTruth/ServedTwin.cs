using System.Net;
using System.Threading.Channels;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter;
using Twin.Engine.Running;
using Twin.Grpc;
using Twin.Telemetry;
using Twin.Telemetry.Otlp;

namespace Twin.Shipped.Tests.OneTruth;

/// <summary>A paused twin behind its real servers on loopback: gRPC, metrics, and a receiver of OTLP that keeps what arrives.</summary>
internal sealed class ServedTwin : IAsyncDisposable
{
    // No export takes a hundredth of it, even on a busy machine.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly WebApplication _application;
    private readonly WebApplication _receiver;
    private readonly Channel<byte[]> _received;
    private readonly string _spool;
    private readonly HttpClient _client = new();
    private readonly Uri _metrics;

    private ServedTwin(WebApplication application, WebApplication receiver, Channel<byte[]> received, string spool)
    {
        _application = application;
        _receiver = receiver;
        _received = received;
        _spool = spool;
        string[] addresses = [.. application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];
        Channel = GrpcChannel.ForAddress(addresses[0], new GrpcChannelOptions { MaxReceiveMessageSize = null });
        _metrics = new Uri(new Uri(addresses[1]), "/metrics");
    }

    public GrpcChannel Channel { get; }

    public OtlpExport Export => _application.Services.GetRequiredService<OtlpExport>();

    public static async Task<ServedTwin> StartAsync(TwinRunner runner)
    {
        var received = System.Threading.Channels.Channel.CreateUnbounded<byte[]>();
        WebApplicationBuilder sink = WebApplication.CreateEmptyBuilder(new());
        sink.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        sink.Services.AddRoutingCore();
        WebApplication receiver = sink.Build();
        receiver.MapPost("/v1/metrics", (RequestDelegate)(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received.Writer.TryWrite(body.ToArray());
            context.Response.ContentType = "application/x-protobuf";
        }));
        await receiver.StartAsync();

        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listener => listener.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, 0, listener => listener.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddRoutingCore().AddSingleton<ITwin>(runner);
        builder.Services.AddTwinGrpc();
        string spool = Directory.CreateTempSubdirectory("twin-truth-").FullName;
        var options = new TwinTelemetryOptions
        {
            Otlp = new OtlpOptions
            {
                Metrics = new OtlpDestination(new Uri(receiver.Urls.Single() + "/v1/metrics"), OtlpExportProtocol.HttpProtobuf) { UsesGzip = false },
                Interval = TimeSpan.FromHours(1),
                SpoolFolder = spool,
                RequestsPerSecond = 10_000,
            },
        };
        builder.Services.AddTwinTelemetry(options);
        builder.Services.AddTwinExport(runner.Chassis, options);
        WebApplication application = builder.Build();
        application.UseRouting();
        application.MapTwinGrpc();
        application.MapTwinMetrics();
        await application.StartAsync();
        return new ServedTwin(application, receiver, received, spool);
    }

    /// <summary>A scrape.</summary>
    public async Task<byte[]> ScrapeAsync(string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _metrics);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using HttpResponseMessage response = await _client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        Assert.Equal(accept, response.Content.Headers.ContentType!.MediaType);
        return await response.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Sends by OTLP and gives what arrives. One export is several requests: what belongs to the frame, cut by size, and what the process counts.</summary>
    public async Task<List<OtlpPoint>> ExportAsync(long step)
    {
        Assert.True(await Export.FlushAsync(Patience));
        var points = new List<OtlpPoint>();
        while (_received.Reader.TryRead(out byte[]? message))
        {
            points.AddRange(OtlpMessage.Read(message));
        }

        // Of this step and no other.
        Assert.Equal(step, points.Single(point => point.Metric == "chassis.twin.step").Value);
        return points;
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        _client.Dispose();
        await _application.DisposeAsync();
        await _receiver.DisposeAsync();
        Directory.Delete(_spool, recursive: true);
    }
}
