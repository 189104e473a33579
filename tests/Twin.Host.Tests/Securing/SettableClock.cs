namespace Twin.Host.Tests.Securing;

/// <summary>A clock that stands until a test moves it.</summary>
internal sealed class SettableClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => Now;
}
