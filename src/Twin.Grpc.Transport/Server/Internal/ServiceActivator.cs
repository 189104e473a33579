using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Provides the service instance of a call.</summary>
internal sealed class ServiceActivator<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>
    where TService : class
{
    private readonly Lazy<ObjectFactory<TService>> _factory = new(() => ActivatorUtilities.CreateFactory<TService>([]));

    /// <summary>The registered instance if the container has one, else a new one.</summary>
    public TService Get(IServiceProvider services, out bool created)
    {
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
