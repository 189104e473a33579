using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Twin.Engine.Running;
using Twin.Telemetry.Prometheus;

namespace Twin.Telemetry;

/// <summary>Joins the telemetry of a twin to a host.</summary>
public static class TwinTelemetryExtensions
{
    /// <summary>Registers <see cref="TwinTelemetry"/> for the <see cref="ITwin"/> of the container; it starts and ends with the host.</summary>
    /// <param name="services">The container.</param>
    /// <param name="options">What the telemetry says about itself and where it goes; null for the defaults.</param>
    /// <returns>The container.</returns>
    public static IServiceCollection AddTwinTelemetry(this IServiceCollection services, TwinTelemetryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton(provider => new TwinTelemetry(provider.GetRequiredService<ITwin>(), options ?? new TwinTelemetryOptions(), provider.GetServices<MetricSource>()));
        services.AddSingleton<IHostedService, TelemetryLifetime>();
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
        return endpoints.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], (RequestDelegate)MetricsEndpoint.AnswerAsync);
    }

    // Sending by OTLP has to start although nobody asked for /metrics yet; the container disposes, and so sends the last time.
    private sealed class TelemetryLifetime(TwinTelemetry telemetry) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            telemetry.Flush();
            return Task.CompletedTask;
        }
    }
}
