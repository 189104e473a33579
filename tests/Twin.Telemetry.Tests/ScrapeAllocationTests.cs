using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Twin.Telemetry.Tests;

/// <summary>What a scrape allocates in the whole process; no other test runs meanwhile.</summary>
[Collection(Name)]
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ScrapeAllocationTests
{
    private const string Name = "allocation";

    [Theory]
    [InlineData("", "")]
    [InlineData("application/openmetrics-text", "")]
    [InlineData("", "gzip")]
    public async Task Scrape_InSteadyState_AllocatesASmallConstant(string accept, string acceptEncoding)
    {
        const int Scrapes = 20;
        var twin = new FakeTwin(SignalList.Generated().Signals);
        twin.Publish();
        using var telemetry = new TwinTelemetry(twin, new());
        await using ServiceProvider services = new ServiceCollection().AddSingleton(telemetry).AddSingleton(new Prometheus.ScrapeGate(TimeProvider.System, TimeSpan.FromMinutes(10))).BuildServiceProvider();
        await ScrapeAsync();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < Scrapes; i++)
        {
            await ScrapeAsync();
        }

        // The request, its parsed headers and the state of the compression; the text is 2.8 MB.
        Assert.InRange((GC.GetTotalAllocatedBytes(precise: true) - before) / Scrapes, 0, 32_768);

        async Task ScrapeAsync()
        {
            var context = new DefaultHttpContext { RequestServices = services };
            context.Request.Method = HttpMethods.Get;
            context.Request.Headers.Accept = accept;
            context.Request.Headers.AcceptEncoding = acceptEncoding;
            await Prometheus.MetricsEndpoint.AnswerAsync(context);
            Assert.Equal(StatusCodes.Status200OK, context.Response.StatusCode);
        }
    }
}
