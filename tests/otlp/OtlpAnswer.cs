namespace Twin.Tests.Otlp;

/// <summary>What the receiver of a test answers.</summary>
/// <param name="HttpStatus">Status over HTTP; 0 for no answer at all.</param>
/// <param name="GrpcStatus">Status over gRPC.</param>
/// <param name="RetryAfter">When to come again; null for not said.</param>
/// <param name="Rejected">Items rejected of a request that is taken.</param>
/// <param name="Message">What it says.</param>
internal sealed record OtlpAnswer(int HttpStatus, int GrpcStatus, TimeSpan? RetryAfter = null, long Rejected = 0, string Message = "")
{
    public static OtlpAnswer Taken { get; } = new(200, 0);

    public static OtlpAnswer Unavailable { get; } = new(503, 14, Message: "gone fishing");

    public static OtlpAnswer Silence { get; } = new(0, 0);
}
