using System.Net;
using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using Grpc.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Twin.Grpc.Transport.Tests;

/// <summary>A server on a free loopback port, with a channel to it.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    /// <summary>Bound of every wait in these tests: never reached when things work.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;

    private TestServer(WebApplication app)
    {
        _app = app;
        Address = app.Urls.Single();
        Channel = GrpcChannel.ForAddress(Address);
        Client = new TestService.TestServiceClient(Channel);
    }

    public string Address { get; }

    public int Port => new Uri(Address).Port;

    public GrpcChannel Channel { get; }

    public TestService.TestServiceClient Client { get; }

    public static Task<TestServer> StartAsync(Script script, Action<GrpcServiceOptions>? configure = null, Action<IServiceCollection>? services = null) =>
        StartAsync<ScriptedService>(configure, collection =>
        {
            collection.AddSingleton(script);
            services?.Invoke(collection);
        });

    public static async Task<TestServer> StartAsync<TService>(
        Action<GrpcServiceOptions>? configure = null, Action<IServiceCollection>? services = null, HttpProtocols protocols = HttpProtocols.Http2)
        where TService : class
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
            options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        builder.Services.AddRouting();
        builder.Services.AddLogging();
        builder.Services.AddGrpc(options => configure?.Invoke(options));
        builder.Services.AddGrpcReflection();
        builder.Services.AddGrpcHealthChecks();
        services?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        app.UseRouting();
        app.MapGrpcService<TService>();
        app.MapGrpcReflectionService();
        app.MapGrpcHealthChecksService();
        await app.StartAsync();
        return new TestServer(app);
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _app.DisposeAsync();
    }
}
