using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Provides the service instance of a call.</summary>
/// <param name="singletons">What the container has once; such a service costs a call neither a scope nor a look-up.</param>
internal sealed class ServiceActivator<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>(Singletons singletons)
    where TService : class
{
    private readonly Lazy<ObjectFactory<TService>> _factory = new(() => ActivatorUtilities.CreateFactory<TService>([]));
    private readonly Func<object>? _singleton = singletons.Find(typeof(TService));

    /// <summary>The registered instance if the container has one, else a new one.</summary>
    public TService Get(HttpContext call, out bool created)
    {
        if (_singleton is not null)
        {
            created = false;
            return (TService)_singleton();
        }

        IServiceProvider services = call.RequestServices;
        TService? registered = services.GetService<TService>();
        created = registered is null;
        return registered ?? _factory.Value(services, []);
    }

    /// <summary>Whether an instance made here has to be disposed after the call.</summary>
    public static bool NeedsDisposal(TService service, bool created) => created && service is IDisposable or IAsyncDisposable;

    public static ValueTask DisposeAsync(object service)
    {
        if (service is IAsyncDisposable asynchronous)
            return asynchronous.DisposeAsync();
        (service as IDisposable)?.Dispose();
        return default;
    }
}
