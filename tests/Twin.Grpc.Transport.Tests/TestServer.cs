using System.Net;
using System.Security.Cryptography.X509Certificates;
using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using Grpc.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Twin.Grpc.Interop;

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
        Channel = GrpcChannel.ForAddress(Address, TestCertificates.ChannelOptions(Address));
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

    public static Task<TestServer> StartAsync<TService>(
        Action<GrpcServiceOptions>? configure = null, Action<IServiceCollection>? services = null, Action<KestrelServerOptions>? kestrel = null)
        where TService : class => StartAsync(app => app.MapGrpcService<TService>(), configure, services, kestrel);

    /// <summary>Serves what <c>twin run --grpc-interop</c> does for the interoperability cases.</summary>
    public static Task<TestServer> StartInteropAsync(Action<GrpcServiceOptions>? configure = null, X509Certificate2? certificate = null) =>
        StartAsync(app => app.MapGrpcInterop(), configure, certificate: certificate);

    public static async Task<TestServer> StartAsync(
        Action<WebApplication> map,
        Action<GrpcServiceOptions>? configure = null,
        Action<IServiceCollection>? services = null,
        Action<KestrelServerOptions>? kestrel = null,
        X509Certificate2? certificate = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            kestrel?.Invoke(options);
            options.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                if (certificate is not null)
                    listen.UseHttps(certificate);
            });
        });
        if (certificate is not null)
            builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddRouting();
        builder.Services.AddLogging();
        builder.Services.AddGrpc(options => configure?.Invoke(options));
        builder.Services.AddGrpcReflection();
        builder.Services.AddGrpcHealthChecks();
        services?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        app.UseRouting();
        map(app);
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
