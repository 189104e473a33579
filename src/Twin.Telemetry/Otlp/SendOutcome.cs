namespace Twin.Telemetry.Otlp;

/// <summary>What a receiver made of one request.</summary>
/// <param name="Status">Whether it took it.</param>
/// <param name="Message">What it says, for people.</param>
/// <param name="RejectedItems">Data points, spans or log records that it rejected although it took the request.</param>
/// <param name="RetryAfter">How long it wants to be left alone before the next attempt; null where it does not say.</param>
internal readonly record struct SendOutcome(SendStatus Status, string Message = "", long RejectedItems = 0, TimeSpan? RetryAfter = null)
{
    /// <summary>It has to be tried again.</summary>
    public static SendOutcome Later(string message, TimeSpan? after = null) => new(SendStatus.Later, message, RetryAfter: after);

    /// <summary>It must not be tried again.</summary>
    public static SendOutcome Refused(string message) => new(SendStatus.Refused, message);
}
