using System.IO.Compression;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Twin.Telemetry.Prometheus;

/// <summary>Answers a scrape.</summary>
internal static class MetricsEndpoint
{
    private const string Varying = "Accept, Accept-Encoding";

    /// <summary>Answers GET and HEAD: 200 with the metrics, 406 when nothing that there is is acceptable, 503 before the first step and where too many are answered already.</summary>
    /// <remarks>A scrape is written to memory first and then sent, so that a slow client delays no other. Of one that does not take it in <see cref="ScrapeGate.Patience"/> the connection is cut.</remarks>
    public static async Task AnswerAsync(HttpContext context)
    {
        ScrapeGate gate = context.RequestServices.GetRequiredService<ScrapeGate>();
        IPAddress? address = context.Connection.RemoteIpAddress;
        if (!gate.TryEnter(address))
        {
            context.Response.Headers.RetryAfter = new StringValues("1");
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, $"{ScrapeGate.MostOfOne} scrapes from one address and {ScrapeGate.Most} in all are answered at a time; read those that are open first.\n", context.RequestAborted).ConfigureAwait(false);
            return;
        }

        using var late = new CancellationTokenSource(gate.Patience, gate.Time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, late.Token);
        try
        {
            await AnswerAsync(context, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            context.Abort();
        }
        finally
        {
            gate.Leave(address);
        }
    }

    private static async Task AnswerAsync(HttpContext context, CancellationToken end)
    {
        TwinTelemetry telemetry = context.RequestServices.GetRequiredService<TwinTelemetry>();
        HttpResponse response = context.Response;
        response.Headers[HeaderNames.Vary] = new StringValues(Varying);
        if (Negotiation.Format(context.Request.Headers.Accept) is not { } format)
        {
            await RefuseAsync(context, StatusCodes.Status406NotAcceptable, $"There is {ExpositionText.ContentType(ExpositionFormat.Text)} and {ExpositionText.ContentType(ExpositionFormat.OpenMetrics)}.\n", end).ConfigureAwait(false);
            return;
        }

        if (Negotiation.Gzip(context.Request.Headers.AcceptEncoding) is not { } isCompressed)
        {
            await RefuseAsync(context, StatusCodes.Status406NotAcceptable, "There is gzip and identity.\n", end).ConfigureAwait(false);
            return;
        }

        using var buffer = new PooledBuffer(telemetry.MaximumBytes(format));
        if (!await telemetry.TryWriteAsync(buffer, format, end).ConfigureAwait(false))
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "No step has been published yet.\n", end).ConfigureAwait(false);
            return;
        }

        response.ContentType = ExpositionText.ContentType(format);
        bool isHead = HttpMethods.IsHead(context.Request.Method);
        if (!isCompressed)
        {
            response.ContentLength = buffer.WrittenCount;
            if (!isHead)
            {
                await response.Body.WriteAsync(buffer.WrittenMemory, end).ConfigureAwait(false);
            }

            return;
        }

        response.Headers[HeaderNames.ContentEncoding] = new StringValues("gzip");
        if (!isHead)
        {
            // What is left in the compressor is written without regard to the end when it is disposed of.
            using CancellationTokenRegistration cut = end.Register(static cut => ((HttpContext)cut!).Abort(), context);
            var gzip = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
            await using (gzip.ConfigureAwait(false))
            {
                await gzip.WriteAsync(buffer.WrittenMemory, end).ConfigureAwait(false);
            }
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string text, CancellationToken end)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = text.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(text, end);
    }
}
