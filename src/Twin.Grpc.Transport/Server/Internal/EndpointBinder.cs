using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Makes a request delegate for each method of a service; all reflection happens here, none per call.</summary>
internal sealed class EndpointBinder<
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicMethods)] TService>(
    Singletons singletons, CallSettings settings) : ServiceBinderBase
    where TService : class
{
    private readonly ServiceActivator<TService> _activator = new(singletons);

    private delegate Task<TResponse> UnaryInvoker<TRequest, TResponse>(TService service, TRequest request, ServerCallContext context);

    private delegate Task<TResponse> ClientStreamingInvoker<TRequest, TResponse>(
        TService service, IAsyncStreamReader<TRequest> requests, ServerCallContext context);

    private delegate Task ServerStreamingInvoker<TRequest, TResponse>(
        TService service, TRequest request, IServerStreamWriter<TResponse> responses, ServerCallContext context);

    private delegate Task DuplexInvoker<TRequest, TResponse>(
        TService service, IAsyncStreamReader<TRequest> requests, IServerStreamWriter<TResponse> responses, ServerCallContext context);

    public List<(IMethod Method, RequestDelegate Handler)> Methods { get; } = [];

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        var invoker = Open<UnaryInvoker<TRequest, TResponse>>(method.Name, typeof(TRequest), typeof(ServerCallContext));
        UnaryServerMethod<TRequest, TResponse> call = (request, context) =>
        {
            TService service = Service(context, out bool dispose);
            return dispose ? AndDispose(invoker(service, request, context), service) : invoker(service, request, context);
        };
        foreach (InterceptorRegistration registration in settings.Interceptors.Reverse())
        {
            UnaryServerMethod<TRequest, TResponse> next = call;
            call = (request, context) =>
            {
                (Interceptor interceptor, bool created) = registration.Resolve(context.GetHttpContext(), singletons);
                Task<TResponse> task = interceptor.UnaryServerHandler(request, context, next);
                return created ? AndDispose(task, interceptor) : task;
            };
        }

        Methods.Add((method, new UnaryCallHandler<TRequest, TResponse>(method, settings, call).HandleAsync));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var invoker = Open<ClientStreamingInvoker<TRequest, TResponse>>(
            method.Name, typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext));
        ClientStreamingServerMethod<TRequest, TResponse> call = (requests, context) =>
        {
            TService service = Service(context, out bool dispose);
            return dispose ? AndDispose(invoker(service, requests, context), service) : invoker(service, requests, context);
        };
        foreach (InterceptorRegistration registration in settings.Interceptors.Reverse())
        {
            ClientStreamingServerMethod<TRequest, TResponse> next = call;
            call = (requests, context) =>
            {
                (Interceptor interceptor, bool created) = registration.Resolve(context.GetHttpContext(), singletons);
                Task<TResponse> task = interceptor.ClientStreamingServerHandler(requests, context, next);
                return created ? AndDispose(task, interceptor) : task;
            };
        }

        Methods.Add((method, new ClientStreamingCallHandler<TRequest, TResponse>(method, settings, call).HandleAsync));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var invoker = Open<ServerStreamingInvoker<TRequest, TResponse>>(
            method.Name, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        ServerStreamingServerMethod<TRequest, TResponse> call = (request, responses, context) =>
        {
            TService service = Service(context, out bool dispose);
            Task task = invoker(service, request, responses, context);
            return dispose ? AndDispose(task, service) : task;
        };
        foreach (InterceptorRegistration registration in settings.Interceptors.Reverse())
        {
            ServerStreamingServerMethod<TRequest, TResponse> next = call;
            call = (request, responses, context) =>
            {
                (Interceptor interceptor, bool created) = registration.Resolve(context.GetHttpContext(), singletons);
                Task task = interceptor.ServerStreamingServerHandler(request, responses, context, next);
                return created ? AndDispose(task, interceptor) : task;
            };
        }

        Methods.Add((method, new ServerStreamingCallHandler<TRequest, TResponse>(method, settings, call).HandleAsync));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var invoker = Open<DuplexInvoker<TRequest, TResponse>>(
            method.Name, typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        DuplexStreamingServerMethod<TRequest, TResponse> call = (requests, responses, context) =>
        {
            TService service = Service(context, out bool dispose);
            Task task = invoker(service, requests, responses, context);
            return dispose ? AndDispose(task, service) : task;
        };
        foreach (InterceptorRegistration registration in settings.Interceptors.Reverse())
        {
            DuplexStreamingServerMethod<TRequest, TResponse> next = call;
            call = (requests, responses, context) =>
            {
                (Interceptor interceptor, bool created) = registration.Resolve(context.GetHttpContext(), singletons);
                Task task = interceptor.DuplexStreamingServerHandler(requests, responses, context, next);
                return created ? AndDispose(task, interceptor) : task;
            };
        }

        Methods.Add((method, new DuplexStreamingCallHandler<TRequest, TResponse>(method, settings, call).HandleAsync));
    }

    private static async Task<T> AndDispose<T>(Task<T> task, object instance)
    {
        try
        {
            return await task.ConfigureAwait(false);
        }
        finally
        {
            await ServiceActivator<TService>.DisposeAsync(instance).ConfigureAwait(false);
        }
    }

    private static async Task AndDispose(Task task, object instance)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        finally
        {
            await ServiceActivator<TService>.DisposeAsync(instance).ConfigureAwait(false);
        }
    }

    /// <summary>A delegate to the service's method that takes the instance as its first argument.</summary>
    private static TDelegate Open<TDelegate>(string name, params Type[] parameters)
        where TDelegate : Delegate
    {
        MethodInfo method = typeof(TService).GetMethod(name, BindingFlags.Public | BindingFlags.Instance, parameters)
            ?? throw new InvalidOperationException($"{typeof(TService)} has no public method {name} with the parameters of its gRPC definition.");
        return method.CreateDelegate<TDelegate>();
    }

    private TService Service(ServerCallContext context, out bool dispose)
    {
        TService service = _activator.Get(context.GetHttpContext(), out bool created);
        dispose = ServiceActivator<TService>.NeedsDisposal(service, created);
        return service;
    }
}
