using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Binds services to endpoints; one per application.</summary>
internal sealed class GrpcServer(
    IServiceProvider services, Singletons singletons, IOptions<GrpcServiceOptions> options, ILoggerFactory loggers, TimeProvider time)
{
    private readonly CancellationToken _stopping =
        services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;

    private readonly HashSet<string> _knownServices = new(StringComparer.Ordinal);

    /// <summary>Services that are mapped.</summary>
    public IReadOnlySet<string> KnownServices => _knownServices;

    /// <summary>Whether a call that no service has is answered here.</summary>
    public bool AnswersUnknown => _knownServices.Count > 0 && options.Value.IgnoreUnknownServices != true;

    public List<IEndpointConventionBuilder> Map<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicMethods)] TService>(
        IEndpointRouteBuilder builder)
        where TService : class
    {
        var binder = new EndpointBinder<TService>(
            singletons, new CallSettings(options.Value, services.GetRequiredService<IOptions<GrpcServiceOptions<TService>>>().Value)
            {
                Logger = loggers.CreateLogger(typeof(TService).FullName ?? typeof(TService).Name),
                Stopping = _stopping,
                Time = time,
            });
        Bind(typeof(TService), binder);
        var endpoints = new List<IEndpointConventionBuilder>(binder.Methods.Count);
        foreach ((IMethod method, RequestDelegate handler) in binder.Methods)
        {
            _knownServices.Add(method.ServiceName);
            endpoints.Add(builder.MapPost(method.FullName, handler)
                .WithDisplayName("gRPC - " + method.FullName)
                .WithMetadata(new GrpcMethodMetadata(typeof(TService), method)));
        }

        return endpoints;
    }

    private static void Bind(Type serviceType, ServiceBinderBase binder)
    {
        BindServiceMethodAttribute attribute = serviceType.GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)
            ?? throw new InvalidOperationException($"{serviceType} is not derived from a generated gRPC service base class.");
        MethodInfo bind = attribute.BindType
            .GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
            .FirstOrDefault(method => method.Name == attribute.BindMethodName
                && method.GetParameters() is [var first, var second]
                && first.ParameterType == typeof(ServiceBinderBase)
                && second.ParameterType.IsAssignableFrom(serviceType))
            ?? throw new InvalidOperationException(
                $"{attribute.BindType} has no static method {attribute.BindMethodName}(ServiceBinderBase, {serviceType.Name}).");
        // Without a service instance: only the methods are asked for, the handlers are made here.
        bind.Invoke(null, [binder, null]);
    }
}
