using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter;
using Twin.Engine.Running;
using Twin.Engine.Structure;

namespace Twin.Telemetry.Tests;

public sealed class EndpointTests
{
    [Fact]
    public async Task Get_Metrics_AnswersWithTextOrSaysThatItIsTooEarly()
    {
        var list = new SignalList();
        SignalInfo signal = list.Add("hw.power");
        var twin = new FakeTwin(list.Signals) { [signal] = 12.5 };
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore().AddSingleton<ITwin>(twin).AddTwinTelemetry();
        await using WebApplication app = builder.Build();
        app.MapTwinMetrics();
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        using HttpResponseMessage early = await client.GetAsync(new Uri("/metrics", UriKind.Relative));
        twin.Publish();
        using HttpResponseMessage response = await client.GetAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, early.StatusCode);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(12.5, Exposition.Parse(await response.Content.ReadAsStringAsync()).Of("hw_power_watts").Single().Value);
        await app.StopAsync();
    }

    [Fact]
    public async Task Otlp_WithAnEndpoint_IsSentOnFlush()
    {
        var received = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        await using WebApplication sink = builder.Build();
        sink.MapPost("/v1/metrics", (RequestDelegate)(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received.TrySetResult(body.ToArray());
            context.Response.ContentType = "application/x-protobuf";
        }));
        await sink.StartAsync();
        var list = new SignalList();
        list.Add("hw.power");
        var twin = new FakeTwin(list.Signals);
        twin.Publish();
        using var telemetry = new TwinTelemetry(twin, new TwinTelemetryOptions
        {
            OtlpEndpoint = new Uri(sink.Urls.Single() + "/v1/metrics"),
            OtlpProtocol = OtlpExportProtocol.HttpProtobuf,
            OtlpInterval = TimeSpan.FromHours(1),
        });

        Assert.True(telemetry.Flush());
        byte[] message = await received.Task;

        // Names are plain bytes in a protobuf message.
        foreach (string text in (string[])["hw.power", "chassis.twin.step", "chassis0/part0", "fake-1t"])
        {
            Assert.True(message.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0, text);
        }

        await sink.StopAsync();
    }

    [Fact]
    public void Otlp_IntervalOutOfRange_IsRefused()
    {
        var list = new SignalList();
        list.Add("hw.power");
        Assert.Throws<ArgumentOutOfRangeException>(() => new TwinTelemetry(new FakeTwin(list.Signals), new() { OtlpInterval = TimeSpan.Zero }));
    }
}
