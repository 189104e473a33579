using Twin.Host.Securing;

namespace Twin.Host.Hosting;

/// <summary>The pages beside the metrics: <c>/healthz</c> for whoever watches the process, <c>/</c> for whoever opens the address.</summary>
internal static class StatusPages
{
    /// <summary>Maps the pages.</summary>
    /// <param name="endpoints">The routes of the host.</param>
    public static void MapStatusPages(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/healthz", (RequestDelegate)WriteHealthAsync).WithMetadata(new OpenPage());
        endpoints.MapGet("/", (RequestDelegate)WriteStartAsync);
    }

    private static Task WriteHealthAsync(HttpContext context)
    {
        bool isWell = context.RequestServices.GetRequiredService<TwinHealth>().Check(out string report);
        context.Response.StatusCode = isWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return WriteAsync(context, report + "\n");
    }

    private static Task WriteStartAsync(HttpContext context)
    {
        string line = context.RequestServices.GetRequiredService<VitalSigns>().Read();
        return WriteAsync(context, $"""
            A digital twin of a network switch chassis.

              {line}

              /metrics   every quantity as Prometheus text or OpenMetrics
              /healthz   200 while it steps or is paused, else 503
              gRPC       twin.v1 on its own port, printed at the start; reflection is on

            """);
    }

    private static Task WriteAsync(HttpContext context, string text)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
