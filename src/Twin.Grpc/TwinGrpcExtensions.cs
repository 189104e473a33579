using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Twin.Engine.Reloading;
using Twin.Engine.Running;
using Twin.Engine.Snapshots;
using Twin.Grpc.Access;
using Twin.Grpc.Audit;
using Twin.Grpc.Contract;
using Twin.Grpc.Lookup;
using Twin.Grpc.Services;
using Twin.Grpc.Streams;

namespace Twin.Grpc;

/// <summary>Adds the twin's gRPC services to an application.</summary>
public static class TwinGrpcExtensions
{
    /// <summary>Adds what <see cref="MapTwinGrpc"/> needs. <see cref="ITwin"/> is taken from the container as a singleton,
    /// and <see cref="IAccessPolicy"/> if it is there; without it everyone may do everything.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is less than one.</exception>
    public static IServiceCollection AddTwinGrpc(this IServiceCollection services, GrpcOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        options ??= new GrpcOptions();
        options.Validate();
        services.AddGrpc(grpc =>
        {
            // The trace goes first: what the access refuses has a span too.
            grpc.Interceptors.Add<TraceInterceptor>();
            grpc.Interceptors.Add<AccessInterceptor>();
        });
        services.AddGrpcHealthChecks();
        services.TryAddSingleton(provider => DocumentedReflection.Make(provider.GetRequiredService<EndpointDataSource>()));
        services.AddGrpcReflection();
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Structures>();
        services.TryAddSingleton<AlarmTable>();
        services.TryAddSingleton<FrameDispatcher>();
        services.TryAddSingleton<StreamGate>();
        services.TryAddSingleton<IAccessPolicy, OpenAccess>();
        services.TryAddSingleton<MethodRoles>();
        services.TryAddSingleton<ClientLimits>();
        services.TryAddSingleton<TraceInterceptor>();
        services.TryAddSingleton<AccessInterceptor>();
        services.TryAddSingleton<AuditTrail>();
        services.TryAddSingleton<AuditLog>();
        services.TryAddSingleton<AuditMiddleware>();
        services.TryAddSingleton<AuditQueries>();
        services.TryAddSingleton(provider => new StreamCounts(provider.GetRequiredService<StreamGate>(), provider.GetRequiredService<FrameDispatcher>()));
        services.TryAddSingleton<ChassisQueries>();
        services.TryAddSingleton<SignalStreams>();
        services.TryAddSingleton<EventStreams>();
        services.TryAddSingleton<ControlCommands>();
        services.TryAddSingleton<SnapshotCommands>();
        services.TryAddSingleton<PluginCommands>();
        services.AddHostedService(provider => provider.GetRequiredService<FrameDispatcher>());
        return services;
    }

    /// <summary>Adds what has to stand between routing and <see cref="MapTwinGrpc"/>: the audit of commands whose request cannot be read.</summary>
    /// <param name="application">The application, after <c>UseRouting</c>.</param>
    public static IApplicationBuilder UseTwinGrpc(this IApplicationBuilder application)
    {
        ArgumentNullException.ThrowIfNull(application);
        return application.UseMiddleware<AuditMiddleware>();
    }

    /// <summary>Maps the twin's services, health and reflection; that of snapshots where the container has a <see cref="SnapshotLibrary"/>, that of plugins where it has an <see cref="IPluginReloads"/>.</summary>
    /// <param name="endpoints">The endpoints of the application. They need a listener that speaks HTTP/2.</param>
    public static IEndpointRouteBuilder MapTwinGrpc(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        endpoints.MapGrpcService<ChassisQueries>();
        endpoints.MapGrpcService<SignalStreams>();
        endpoints.MapGrpcService<EventStreams>();
        endpoints.MapGrpcService<ControlCommands>();
        endpoints.MapGrpcService<AuditQueries>();
        if (endpoints.ServiceProvider.GetService<SnapshotLibrary>() is not null)
            endpoints.MapGrpcService<SnapshotCommands>();
        if (endpoints.ServiceProvider.GetService<IPluginReloads>() is not null)
            endpoints.MapGrpcService<PluginCommands>();
        endpoints.MapGrpcHealthChecksService();
        endpoints.MapGrpcReflectionService();
        return endpoints;
    }
}
