namespace Twin.Telemetry.Otlp;

/// <summary>A request taken from the spool to be sent; it stays there until it is removed.</summary>
/// <param name="Name">Name of its file.</param>
/// <param name="Items">Data points, spans or log records in it.</param>
/// <param name="File">The file, checked; see <see cref="SpoolFile"/>.</param>
internal sealed record SpooledRequest(string Name, long Items, ReadOnlyMemory<byte> File);
