using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Twin.Engine.Running;
using Twin.Engine.Structure;
using Twin.Telemetry.Prometheus;

namespace Twin.Telemetry.Tests;

/// <summary>Clients that ask for a scrape and do not take it.</summary>
public sealed class StalledScrapeTests
{
    [Fact]
    public async Task Scrape_NotTaken_IsCutAndItsPlaceIsFree()
    {
        await using ServiceProvider services = Services(TimeSpan.FromMilliseconds(50));
        (HttpContext stalled, Lifetime lifetime) = Context(services, "192.0.2.7", new StalledStream());
        await MetricsEndpoint.AnswerAsync(stalled);
        Assert.True(lifetime.IsAborted);
        Assert.Equal(0, services.GetRequiredService<ScrapeGate>().Open);
    }

    [Fact]
    public async Task Scrape_ManyOfOneAddressNotTaken_AreRefusedAndOthersAreAnswered()
    {
        await using ServiceProvider services = Services(Timeout.InfiniteTimeSpan);
        List<(Task Answer, Lifetime Lifetime)> open = [];
        for (int i = 0; i < ScrapeGate.MostOfOne; i++)
        {
            (HttpContext stalled, Lifetime lifetime) = Context(services, "192.0.2.7", new StalledStream());
            open.Add((MetricsEndpoint.AnswerAsync(stalled), lifetime));
        }

        var text = new MemoryStream();
        (HttpContext refused, _) = Context(services, "192.0.2.7", text);
        await MetricsEndpoint.AnswerAsync(refused);
        Assert.Equal((503, "1"), (refused.Response.StatusCode, refused.Response.Headers.RetryAfter.ToString()));
        Assert.Equal("16 scrapes from one address and 64 in all are answered at a time; read those that are open first.\n", System.Text.Encoding.UTF8.GetString(text.ToArray()));
        (HttpContext other, _) = Context(services, "192.0.2.8", new MemoryStream());
        await MetricsEndpoint.AnswerAsync(other);
        Assert.Equal(200, other.Response.StatusCode);

        // Those who go away make room.
        open.ForEach(one => one.Lifetime.Abort());
        foreach ((Task answer, _) in open)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        }

        Assert.Equal(0, services.GetRequiredService<ScrapeGate>().Open);
        (HttpContext again, _) = Context(services, "192.0.2.7", new MemoryStream());
        await MetricsEndpoint.AnswerAsync(again);
        Assert.Equal(200, again.Response.StatusCode);
    }

    private static ServiceProvider Services(TimeSpan timeout)
    {
        var list = new SignalList();
        SignalInfo signal = list.Add("hw.power");
        var twin = new FakeTwin(list.Signals) { [signal] = 12.5 };
        twin.Publish();
        return new ServiceCollection().AddSingleton<ITwin>(twin).AddTwinTelemetry(new TwinTelemetryOptions { ScrapeTimeout = timeout }).BuildServiceProvider();
    }

    private static (HttpContext Context, Lifetime Lifetime) Context(IServiceProvider services, string address, Stream body)
    {
        var lifetime = new Lifetime();
        var context = new DefaultHttpContext { RequestServices = services };
        context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        context.Request.Method = HttpMethods.Get;
        context.Response.Body = body;
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        return (context, lifetime);
    }

    private sealed class Lifetime : IHttpRequestLifetimeFeature, IDisposable
    {
        private readonly CancellationTokenSource _aborted = new();

        public bool IsAborted => _aborted.IsCancellationRequested;

        public CancellationToken RequestAborted
        {
            get => _aborted.Token;
            set => throw new NotSupportedException();
        }

        public void Abort() => _aborted.Cancel();

        public void Dispose() => _aborted.Dispose();
    }

    // A connection whose other end takes nothing.
    private sealed class StalledStream : MemoryStream
    {
        public override async Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => await Task.Delay(Timeout.Infinite, cancellationToken);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
