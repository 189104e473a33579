using System.Security.Cryptography.X509Certificates;
using OpenTelemetry.Exporter;

namespace Twin.Telemetry.Otlp;

/// <summary>Where one kind of telemetry is sent, and how.</summary>
/// <param name="Endpoint">With HTTP the whole address, path included (<c>http://127.0.0.1:4318/v1/metrics</c>); with gRPC scheme, host and port.</param>
/// <param name="Protocol">gRPC, or HTTP with binary protobuf.</param>
public sealed record OtlpDestination(Uri Endpoint, OtlpExportProtocol Protocol)
{
    /// <summary>Sent with every request, such as a token. Never written to a log.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>How long one request may take, connecting included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether requests are sent compressed. Every receiver has to understand gzip.</summary>
    public bool UsesGzip { get; init; } = true;

    /// <summary>Certificates of the authorities that the receiver's own may come from; empty for those that the machine trusts.</summary>
    public IReadOnlyList<X509Certificate2> Authorities { get; init; } = [];

    /// <summary>Certificate with its key that the receiver may ask for; null for none.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>The address without what could be secret: no user, no query.</summary>
    public string DisplayAddress => $"{Endpoint.Scheme}://{Endpoint.Host}:{Endpoint.Port}{(Protocol == OtlpExportProtocol.Grpc ? string.Empty : Endpoint.AbsolutePath)}";

    // Headers hold tokens: a record would print them.
    private bool PrintMembers(System.Text.StringBuilder text)
    {
        text.Append("Address = ").Append(DisplayAddress).Append(", Protocol = ").Append(Protocol);
        return true;
    }
}
