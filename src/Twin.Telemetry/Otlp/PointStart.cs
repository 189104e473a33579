using System.Buffers.Binary;

namespace Twin.Telemetry.Otlp;

/// <summary>Writes the start time of the points of metrics into a message of the SDK, which knows its own start only and offers no way to say another.</summary>
/// <remarks>
/// OTLP 1.x, <c>ExportMetricsServiceRequest</c>: resources (field 1), scopes (2), metrics (2), in each a gauge (5), sum (7), histogram (9) or exponential histogram (10), their points (1);
/// in each kind of point <c>start_time_unix_nano</c> is field 2, eight bytes of little endian. So nothing moves.
/// </remarks>
internal static class PointStart
{
    private const int StartField = 2;

    private static readonly int[][] WayToPoints = [[1], [2], [2], [5, 7, 9, 10], [1]];

    /// <summary>Writes it into every point that has one.</summary>
    /// <param name="request">The message.</param>
    /// <param name="start">The moment.</param>
    /// <exception cref="InvalidDataException">It is not such a message.</exception>
    public static void Set(Span<byte> request, DateTimeOffset start) => Set(request, 0, (ulong)(start - DateTimeOffset.UnixEpoch).Ticks * (ulong)TimeSpan.NanosecondsPerTick);

    private static void Set(Span<byte> message, int depth, ulong nanoseconds)
    {
        var fields = new WireFields(message);
        while (fields.Read())
        {
            if (depth == WayToPoints.Length)
            {
                if (fields.Number == StartField && fields.Whole.Length == 1 + sizeof(ulong))
                {
                    BinaryPrimitives.WriteUInt64LittleEndian(message[fields.Start..], nanoseconds);
                }
            }
            else if (WayToPoints[depth].Contains(fields.Number))
            {
                Set(message.Slice(fields.Start, fields.Content.Length), depth + 1, nanoseconds);
            }
        }
    }
}
