using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Twin.Engine.Reloading;
using Twin.Engine.Running;
using Twin.Engine.Snapshots;
using Twin.Engine.Workloads;
using Twin.Grpc.Access;
using Twin.Grpc.Streams;
using Twin.V1;

namespace Twin.Grpc.Tests;

/// <summary>The services over a loopback socket, in front of a fake twin.</summary>
public sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private TestServer(WebApplication application, FakeTwin twin, string address)
    {
        _application = application;
        Twin = twin;
        Channel = GrpcChannel.ForAddress(address);
        Chassis = new ChassisService.ChassisServiceClient(Channel);
        Signals = new SignalService.SignalServiceClient(Channel);
        Events = new EventService.EventServiceClient(Channel);
        Audit = new AuditService.AuditServiceClient(Channel);
        Control = new ControlService.ControlServiceClient(Channel);
    }

    public FakeTwin Twin { get; }

    public FakePlugins Plugins => (FakePlugins)_application.Services.GetRequiredService<IPluginReloads>();

    public GrpcChannel Channel { get; }

    public ChassisService.ChassisServiceClient Chassis { get; }

    public SignalService.SignalServiceClient Signals { get; }

    public EventService.EventServiceClient Events { get; }

    public ControlService.ControlServiceClient Control { get; }

    public AuditService.AuditServiceClient Audit { get; }

    internal IReadOnlyList<RouteEndpoint> Endpoints => [.. _application.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    internal FrameDispatcher Dispatcher => _application.Services.GetRequiredService<FrameDispatcher>();

    internal StreamGate Gate => _application.Services.GetRequiredService<StreamGate>();

    public static async Task<TestServer> StartAsync(FakeTwin? twin = null, GrpcOptions? options = null, IAccessPolicy? access = null, ILoggerProvider? logger = null, bool hasSnapshots = false)
    {
        twin ??= new FakeTwin();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (logger is not null)
            builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logger);
        if (access is not null)
            builder.Services.AddSingleton(access);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.Http2.MaxStreamsPerConnection = 512;
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddSingleton<ITwin>(twin);
        builder.Services.AddSingleton<IPluginReloads>(new FakePlugins());
        builder.Services.AddTwinGrpc(options);
        if (hasSnapshots)
        {
            // Of another run, which stands.
            builder.Services.AddSingleton(_ =>
            {
                var runner = TwinRunner.Create(SmallChassis.Compile(), [new IdleWorkload()], new RunnerOptions { StartsPaused = true });
                runner.Start();
                return runner;
            });
            builder.Services.AddSingleton<ISnapshotStore>(new MemorySnapshotStore());
            builder.Services.AddSingleton(provider => new SnapshotLibrary(provider.GetRequiredService<TwinRunner>(), provider.GetRequiredService<ISnapshotStore>()));
        }

        WebApplication application = builder.Build();
        application.UseRouting();
        application.UseTwinGrpc();
        application.MapTwinGrpc();
        await application.StartAsync();
        string address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new TestServer(application, twin, address);
    }

    public void BeginStop() => _application.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

    /// <summary>Waits until something outside the test's own calls has come about; the test runner's time limit ends a wait that never does.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(1);
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _application.DisposeAsync();
    }
}
