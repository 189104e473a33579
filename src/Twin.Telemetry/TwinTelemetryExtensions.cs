using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Twin.Engine.Running;
using Twin.Engine.Structure;
using Twin.Telemetry.Otlp;
using Twin.Telemetry.Prometheus;

namespace Twin.Telemetry;

/// <summary>Joins the telemetry of a twin to a host.</summary>
public static class TwinTelemetryExtensions
{
    private const int TypicalBytes = 1 << 20;

    /// <summary>Registers <see cref="TwinTelemetry"/> for the <see cref="ITwin"/> of the container.</summary>
    /// <param name="services">The container.</param>
    /// <param name="options">What the telemetry says about itself; null for the defaults.</param>
    /// <returns>The container.</returns>
    public static IServiceCollection AddTwinTelemetry(this IServiceCollection services, TwinTelemetryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton(provider => new TwinTelemetry(
            provider.GetRequiredService<ITwin>(), options ?? new TwinTelemetryOptions(), provider.GetService<OtlpExport>()?.Statistics));
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

    /// <summary>Serves the metrics as Prometheus text to GET requests.</summary>
    /// <param name="endpoints">The routes of the host.</param>
    /// <param name="pattern">Where.</param>
    /// <returns>For further settings of the endpoint.</returns>
    /// <remarks>Answers 503 before the first step. A scrape is written to memory first and then sent, so that a slow client delays no other.</remarks>
    public static IEndpointConventionBuilder MapTwinMetrics(this IEndpointRouteBuilder endpoints, string pattern = "/metrics")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return endpoints.MapGet(pattern, (RequestDelegate)WriteMetricsAsync);
    }

    private static async Task WriteMetricsAsync(HttpContext context)
    {
        TwinTelemetry telemetry = context.RequestServices.GetRequiredService<TwinTelemetry>();
        using var buffer = new PooledBuffer(TypicalBytes);
        if (!await telemetry.TryWriteAsync(buffer, context.RequestAborted).ConfigureAwait(false))
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await context.Response.WriteAsync("No step has been published yet.\n", context.RequestAborted).ConfigureAwait(false);
            return;
        }

        context.Response.ContentType = TwinTelemetry.ContentType;
        context.Response.ContentLength = buffer.WrittenCount;
        await context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
    }

    // At the end there is a moment to deliver; what a receiver does not take in it waits in the spool for the next run.
    private sealed class ExportLifetime(OtlpExport export, ITwin twin, ILoggerFactory loggers) : IHostedService
    {
        private static readonly TimeSpan LastMoment = TimeSpan.FromSeconds(2);

        public Task StartAsync(CancellationToken cancellationToken)
        {
            export.Start(twin, loggers.CreateLogger<OtlpExport>());
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => export.FlushAsync(LastMoment);
    }
}
