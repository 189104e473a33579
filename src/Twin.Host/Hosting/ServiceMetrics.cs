using Twin.Grpc;
using Twin.Telemetry;

namespace Twin.Host.Hosting;

/// <summary>What the services of the host tell the telemetry about themselves.</summary>
internal static class ServiceMetrics
{
    /// <summary>Registers the sources.</summary>
    /// <param name="services">The container.</param>
    public static void AddServiceMetrics(this IServiceCollection services)
    {
        services.AddSingleton(provider => Source(provider, "chassis.twin.streams", counts => counts.Open));
        services.AddSingleton(provider => Source(provider, "chassis.twin.subscriptions", counts => counts.Signals, KeyValuePair.Create("kind", "signals")));
        services.AddSingleton(provider => Source(provider, "chassis.twin.subscriptions", counts => counts.Events, KeyValuePair.Create("kind", "events")));
    }

    private static MetricSource Source(IServiceProvider provider, string metric, Func<StreamCounts, int> read, params KeyValuePair<string, string>[] attributes)
    {
        StreamCounts counts = provider.GetRequiredService<StreamCounts>();
        return new MetricSource(metric, () => read(counts), attributes);
    }
}
