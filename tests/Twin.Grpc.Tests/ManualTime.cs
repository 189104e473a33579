namespace Twin.Grpc.Tests;

/// <summary>A clock that stands until the test moves it.</summary>
internal sealed class ManualTime : TimeProvider
{
    private TimeSpan _passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _passed.Ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + _passed;

    public void Advance(TimeSpan by) => _passed += by;
}
