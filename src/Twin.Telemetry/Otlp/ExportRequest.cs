namespace Twin.Telemetry.Otlp;

/// <summary>The body of one export request and how much it carries.</summary>
/// <param name="Body">The message as protobuf.</param>
/// <param name="Items">Data points, spans or log records in it.</param>
internal readonly record struct ExportRequest(ReadOnlyMemory<byte> Body, long Items);
