using System.Diagnostics.CodeAnalysis;
using Grpc.AspNetCore.Server.Internal;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>An interceptor type with constructor arguments.</summary>
public class InterceptorRegistration
{
    private readonly object[] _arguments;
    private readonly Lazy<ObjectFactory> _factory;
    private Func<object>? _singleton;
    private volatile bool _searched;

    internal InterceptorRegistration(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type, object[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Type = type;
        _arguments = arguments;
        _factory = new Lazy<ObjectFactory>(() => ActivatorUtilities.CreateFactory(type, [.. arguments.Select(argument => argument.GetType())]));
    }

    /// <summary>The interceptor type.</summary>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)]
    public Type Type { get; }

    /// <summary>Its constructor arguments.</summary>
    public IReadOnlyList<object> Arguments => _arguments;

    /// <summary>The registered instance if the container has one, else a new one that the caller disposes.</summary>
    internal (Interceptor Instance, bool Created) Resolve(HttpContext call, Singletons singletons)
    {
        if (!_searched)
        {
            _singleton = _arguments.Length == 0 ? singletons.Find(Type) : null;
            _searched = true;
        }

        if (_singleton is not null)
            return ((Interceptor)_singleton(), false);
        IServiceProvider services = call.RequestServices;
        if (_arguments.Length == 0 && services.GetService(Type) is Interceptor registered)
            return (registered, false);
        return ((Interceptor)_factory.Value(services, _arguments), true);
    }
}
