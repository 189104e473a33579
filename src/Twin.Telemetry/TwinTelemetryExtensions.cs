using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Twin.Engine.Running;
using Twin.Engine.Structure;
using Twin.Telemetry.Instruments;
using Twin.Telemetry.Otlp;
using Twin.Telemetry.Prometheus;

namespace Twin.Telemetry;

/// <summary>Joins the telemetry of a twin to a host.</summary>
public static class TwinTelemetryExtensions
{
    /// <summary>Registers <see cref="TwinTelemetry"/> for the <see cref="ITwin"/> of the container, with every <see cref="MetricSource"/> in it.</summary>
    /// <param name="services">The container.</param>
    /// <param name="options">What the telemetry says about itself; null for the defaults.</param>
    /// <returns>The container.</returns>
    public static IServiceCollection AddTwinTelemetry(this IServiceCollection services, TwinTelemetryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton(provider => new TwinTelemetry(
            provider.GetRequiredService<ITwin>(),
            options ?? new TwinTelemetryOptions(),
            [.. provider.GetServices<MetricSource>(), .. provider.GetService<OtlpExport>()?.MetricSources ?? []]));
        services.AddSingleton(provider => new ScrapeGate(provider.GetService<TimeProvider>() ?? TimeProvider.System, (options ?? new TwinTelemetryOptions()).ScrapeTimeout));
        return services;
    }

    /// <summary>Registers <see cref="OtlpExport"/>, which sends the telemetry of the <see cref="ITwin"/> of the container and the log records of the host; it starts and ends with the host.</summary>
    /// <param name="services">The container.</param>
    /// <param name="chassis">Chassis of that twin.</param>
    /// <param name="options">What the telemetry says about itself and where it goes; where that is nowhere, nothing is registered.</param>
    /// <returns>The container.</returns>
    public static IServiceCollection AddTwinExport(this IServiceCollection services, CompiledChassis chassis, TwinTelemetryOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(chassis);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Otlp.IsUsed)
        {
            services.AddSingleton(_ => new OtlpExport(new TelemetryResource(chassis, options), options.Otlp));
            services.AddSingleton(provider => provider.GetRequiredService<OtlpExport>().LoggerProvider);
            services.AddSingleton<IHostedService, ExportLifetime>();
        }

        return services;
    }

    /// <summary>Serves the metrics to GET and HEAD requests, as Prometheus text or OpenMetrics by Accept, compressed by Accept-Encoding.</summary>
    /// <param name="endpoints">The routes of the host.</param>
    /// <param name="pattern">Where.</param>
    /// <returns>For further settings of the endpoint.</returns>
    /// <remarks>Answers 503 before the first step, 405 to other methods and 406 where none of the formats is accepted.</remarks>
    public static IEndpointConventionBuilder MapTwinMetrics(this IEndpointRouteBuilder endpoints, string pattern = "/metrics")
    {
        ArgumentNullException.ThrowIfNull(endpoints);

        // The series are made with the first scrape; what they count begins now.
        _ = EventTally.Of(endpoints.ServiceProvider.GetRequiredService<ITwin>());
        return endpoints.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], (RequestDelegate)MetricsEndpoint.AnswerAsync);
    }

    // At the end there is a moment to deliver; what a receiver does not take in it waits in the spool for the next run.
    private sealed class ExportLifetime(OtlpExport export, ITwin twin, IEnumerable<MetricSource> sources, ILoggerFactory loggers) : IHostedService
    {
        private static readonly TimeSpan LastMoment = TimeSpan.FromSeconds(2);

        public Task StartAsync(CancellationToken cancellationToken)
        {
            export.Start(twin, loggers.CreateLogger<OtlpExport>(), sources);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => export.FlushAsync(LastMoment);
    }
}
