using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Twin.Engine.Running;
using Twin.Engine.Snapshots;
using Twin.Engine.Workloads;
using Twin.V1;
using Workload = Twin.Engine.Workloads.Workload;

namespace Twin.Grpc.Tests;

/// <summary>The services over a loopback socket, in front of a real run of a small chassis that is paused.</summary>
internal sealed class SnapshotServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private SnapshotServer(WebApplication application, TwinRunner runner, SnapshotLibrary library, ISnapshotStore store, string address)
    {
        _application = application;
        Runner = runner;
        Library = library;
        Store = store;
        Channel = GrpcChannel.ForAddress(address);
        Snapshots = new SnapshotService.SnapshotServiceClient(Channel);
        Control = new ControlService.ControlServiceClient(Channel);
        Signals = new SignalService.SignalServiceClient(Channel);
        Events = new EventService.EventServiceClient(Channel);
    }

    public TwinRunner Runner { get; }

    public SnapshotLibrary Library { get; }

    public ISnapshotStore Store { get; }

    public GrpcChannel Channel { get; }

    public SnapshotService.SnapshotServiceClient Snapshots { get; }

    public ControlService.ControlServiceClient Control { get; }

    public SignalService.SignalServiceClient Signals { get; }

    public EventService.EventServiceClient Events { get; }

    public static async Task<SnapshotServer> StartAsync(SnapshotOptions? options = null, GrpcOptions? grpc = null)
    {
        Workload[] workloads = [new IdleWorkload(), new ConstantWorkload("constant", 0.5)];
        var runner = TwinRunner.Create(SmallChassis.Compile(), workloads, new RunnerOptions { StartsPaused = true });
        var store = new MemorySnapshotStore(new SnapshotLimits(Count: 3));
        var library = new SnapshotLibrary(runner, store, options);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton<ITwin>(runner);
        builder.Services.AddSingleton(library);
        builder.Services.AddTwinGrpc(grpc);
        WebApplication application = builder.Build();
        application.MapTwinGrpc();
        runner.Start();
        await application.StartAsync();
        string address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new SnapshotServer(application, runner, library, store, address);
    }

    public void BeginStop() => _application.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

    public async Task StepAsync(int count) => await Control.StepAsync(new StepRequest { Count = count });

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _application.DisposeAsync();
        await Runner.DisposeAsync();
    }
}
