using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Twin.Engine.Running;
using Twin.Engine.Structure;

namespace Twin.Telemetry.Tests;

/// <summary>The metrics of a fake twin over a loopback socket.</summary>
internal sealed class MetricsServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly HttpClient _client;
    private readonly List<string> _accepted = [];

    private MetricsServer(WebApplication application, FakeTwin twin)
    {
        _application = application;
        _client = new HttpClient();
        Twin = twin;
    }

    public FakeTwin Twin { get; }

    public Uri Address => new(_application.Urls.Single());

    /// <summary>The Accept headers of the requests so far.</summary>
    public IReadOnlyList<string> Accepted
    {
        get
        {
            lock (_accepted)
            {
                return [.. _accepted];
            }
        }
    }

    /// <summary>Starts one: with the signals given, or with one power of 12.5 W.</summary>
    public static async Task<MetricsServer> StartAsync(IReadOnlyList<SignalInfo>? signals = null)
    {
        var list = new SignalList();
        SignalInfo signal = list.Add("hw.power");
        FakeTwin twin = signals is null ? new FakeTwin(list.Signals) { [signal] = 12.5 } : new FakeTwin(signals);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore().AddSingleton<ITwin>(twin).AddTwinTelemetry();
        WebApplication application = builder.Build();
        var server = new MetricsServer(application, twin);
        application.Use((context, next) =>
        {
            lock (server._accepted)
            {
                server._accepted.Add(context.Request.Headers.Accept.ToString());
            }

            return next(context);
        });
        application.UseRouting();
        application.MapTwinMetrics();
        application.UseEndpoints(_ => { });
        await application.StartAsync();
        return server;
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, new Uri(Address, "/metrics"));
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return _client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _application.DisposeAsync();
    }
}
