using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Twin.Engine.Running;
using Twin.Grpc.Contract;
using Twin.Grpc.Lookup;
using Twin.Grpc.Services;
using Twin.Grpc.Streams;

namespace Twin.Grpc;

/// <summary>Adds the twin's gRPC services to an application.</summary>
public static class TwinGrpcExtensions
{
    /// <summary>Adds what <see cref="MapTwinGrpc"/> needs. <see cref="ITwin"/> is taken from the container as a singleton.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is less than one.</exception>
    public static IServiceCollection AddTwinGrpc(this IServiceCollection services, GrpcOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        options ??= new GrpcOptions();
        options.Validate();
        services.AddGrpc(grpc => grpc.Interceptors.Add<TraceInterceptor>());
        services.AddGrpcHealthChecks();
        services.TryAddSingleton(provider => DocumentedReflection.Make(provider.GetRequiredService<EndpointDataSource>()));
        services.AddGrpcReflection();
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ChassisLookup>();
        services.TryAddSingleton<AlarmTable>();
        services.TryAddSingleton<FrameDispatcher>();
        services.TryAddSingleton<StreamGate>();
        services.TryAddSingleton<ChassisQueries>();
        services.TryAddSingleton<SignalStreams>();
        services.TryAddSingleton<EventStreams>();
        services.TryAddSingleton<ControlCommands>();
        services.AddHostedService(provider => provider.GetRequiredService<FrameDispatcher>());
        return services;
    }

    /// <summary>Maps the twin's services, health and reflection.</summary>
    /// <param name="endpoints">The endpoints of the application. They need a listener that speaks HTTP/2.</param>
    public static IEndpointRouteBuilder MapTwinGrpc(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        endpoints.MapGrpcService<ChassisQueries>();
        endpoints.MapGrpcService<SignalStreams>();
        endpoints.MapGrpcService<EventStreams>();
        endpoints.MapGrpcService<ControlCommands>();
        endpoints.MapGrpcHealthChecksService();
        endpoints.MapGrpcReflectionService();
        return endpoints;
    }
}
