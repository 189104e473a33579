using System.Globalization;

namespace Twin.Grpc.Transport.Tests.Frames;

/// <summary>What came back on one stream.</summary>
internal sealed class Answer
{
    /// <summary>The first block of headers; empty if none came.</summary>
    public Dictionary<string, string> Headers { get; } = new(StringComparer.Ordinal);

    /// <summary>The block of headers after the messages, or null.</summary>
    public Dictionary<string, string>? Trailers { get; set; }

    /// <summary>Bytes of messages.</summary>
    public long Length { get; set; }

    /// <summary>Whether the stream was ended, and not broken off.</summary>
    public bool Ended { get; set; }

    /// <summary>Error of RST_STREAM, or null.</summary>
    public int? Reset { get; set; }

    /// <summary>The HTTP status.</summary>
    public string? Http => Headers.GetValueOrDefault(":status");

    /// <summary>The status of the call, or null.</summary>
    public int? Status => (Trailers ?? Headers).TryGetValue("grpc-status", out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    public override string ToString() =>
        $"{Text(Headers)}, {Length} bytes, {(Trailers is null ? "no trailers" : Text(Trailers))}{(Ended ? ", end" : "")}{(Reset is { } error ? $", reset {error}" : "")}";

    private static string Text(Dictionary<string, string> fields) =>
        "[" + string.Join("; ", fields.Where(field => field.Key is not ("date" or "server")).Select(field => $"{field.Key}: {field.Value}")) + "]";
}
