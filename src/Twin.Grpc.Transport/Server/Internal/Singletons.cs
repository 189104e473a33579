using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Tells which services are one for the whole application.</summary>
/// <param name="registrations">All registrations, also those that come after this object was made.</param>
/// <param name="services">The application's container.</param>
internal sealed class Singletons(IServiceCollection registrations, IServiceProvider services)
{
    /// <summary>Gives the instance of a type, made at the first call; null if the type is not registered as a singleton.</summary>
    public Func<object>? Find(Type type)
    {
        if (registrations.LastOrDefault(registration => registration.ServiceType == type && !registration.IsKeyedService)?.Lifetime != ServiceLifetime.Singleton)
            return null;
        object? instance = null;
        return () => instance ??= services.GetRequiredService(type);
    }
}
