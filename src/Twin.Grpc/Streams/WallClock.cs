using System.Diagnostics;

namespace Twin.Grpc.Streams;

/// <summary>Says at which time of the wall clock a frame was published.</summary>
/// <remarks>Frames carry the monotonic clock. The difference of the two is looked up again once a second, so that a clock that is being set is followed.</remarks>
internal sealed class WallClock(TimeProvider time)
{
    private const long NanosecondsPerTick = 100;
    private const long NanosecondsPerSecond = 1_000_000_000;
    private long _difference;
    private long _nextLook = long.MinValue;

    /// <summary>Nanoseconds since 1970-01-01 UTC of a value of <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public long ToUnixNs(long timestamp)
    {
        long now = ToNs(Stopwatch.GetTimestamp());
        if (now >= Volatile.Read(ref _nextLook))
        {
            Volatile.Write(ref _difference, ((time.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * NanosecondsPerTick) - now);
            Volatile.Write(ref _nextLook, now + NanosecondsPerSecond);
        }

        return ToNs(timestamp) + Volatile.Read(ref _difference);
    }

    private static long ToNs(long timestamp) => (long)((Int128)timestamp * NanosecondsPerSecond / Stopwatch.Frequency);
}
