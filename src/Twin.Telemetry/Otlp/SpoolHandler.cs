using System.Net;

namespace Twin.Telemetry.Otlp;

/// <summary>Stands where the SDK's exporter expects a network: what it serialised goes to the spool, and is then as good as sent to it.</summary>
/// <param name="spool">Takes the requests.</param>
/// <param name="splitter">Cuts them.</param>
/// <param name="start">When the sums of these requests began to count; null for what the SDK says.</param>
/// <remarks>So the SDK never waits for a receiver, never retries and never drops: all of that is the spool's and its delivery's, over either protocol.</remarks>
internal sealed class SpoolHandler(Spool spool, RequestSplitter splitter, DateTimeOffset? start) : HttpMessageHandler
{
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        request.Content!.CopyTo(body, null, cancellationToken);
        Span<byte> message = body.GetBuffer().AsSpan(0, (int)body.Length);
        if (start is { } moment)
        {
            PointStart.Set(message, moment);
        }

        bool isKept = true;
        lock (_gate)
        {
            foreach (ExportRequest part in splitter.Split(message))
            {
                isKept &= spool.TryAppend(part);
            }
        }

        return new HttpResponseMessage(isKept ? HttpStatusCode.OK : HttpStatusCode.InsufficientStorage) { RequestMessage = request, Content = new ByteArrayContent([]) };
    }

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(Send(request, cancellationToken));
}
