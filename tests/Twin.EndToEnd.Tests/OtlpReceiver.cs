using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Twin.EndToEnd.Tests;

/// <summary>Counts the metrics that are sent to it by OTLP over HTTP.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _application;
    private int _posts;

    private OtlpReceiver()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        _application.MapPost("/v1/metrics", async (HttpContext context) =>
        {
            // An empty answer is an empty ExportMetricsServiceResponse: all accepted.
            await context.Request.Body.CopyToAsync(Stream.Null);
            Interlocked.Increment(ref _posts);
            context.Response.ContentType = "application/x-protobuf";
        });
    }

    /// <summary>Where metrics are to be sent.</summary>
    public Uri Address => new(new Uri(_application.Urls.Single()), "/v1/metrics");

    /// <summary>How often something was sent.</summary>
    public int Posts => Volatile.Read(ref _posts);

    /// <summary>Starts one on a free port.</summary>
    public static async Task<OtlpReceiver> StartAsync()
    {
        var receiver = new OtlpReceiver();
        await receiver._application.StartAsync();
        return receiver;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
