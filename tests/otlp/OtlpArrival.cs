using Google.Protobuf;

namespace Twin.Tests.Otlp;

/// <summary>A request that came to the receiver of a test.</summary>
/// <param name="Path">Where it was sent: <c>/v1/metrics</c>, or the path of the method of gRPC.</param>
/// <param name="Body">The message, uncompressed.</param>
/// <param name="Headers">Headers of the request.</param>
/// <param name="At">When by the clock of the test.</param>
internal sealed record OtlpArrival(string Path, byte[] Body, IReadOnlyDictionary<string, string> Headers, DateTimeOffset At)
{
    public bool IsMetrics => Path.Contains("metrics", StringComparison.Ordinal);

    public bool IsTraces => Path.Contains("trace", StringComparison.Ordinal);

    public bool IsLogs => Path.Contains("logs", StringComparison.Ordinal);

    public IEnumerable<ResourceMetrics> Metrics => IsMetrics ? Parse(MetricsRequest.Parser).Resources : [];

    public IEnumerable<ResourceSpans> Spans => IsTraces ? Parse(TraceRequest.Parser).Resources : [];

    public IEnumerable<ResourceLogs> Logs => IsLogs ? Parse(LogsRequest.Parser).Resources : [];

    /// <summary>Points of one metric.</summary>
    public IEnumerable<NumberPoint> PointsOf(string metric) =>
        Metrics.SelectMany(resource => resource.Scopes).SelectMany(scope => scope.Metrics).Where(m => m.Name == metric)
            .SelectMany(m => m.Gauge is { } gauge ? gauge.Points : m.Sum?.Points ?? []);

    private T Parse<T>(MessageParser<T> parser)
        where T : IMessage<T> => parser.ParseFrom(Body);
}
