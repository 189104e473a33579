using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
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
}
