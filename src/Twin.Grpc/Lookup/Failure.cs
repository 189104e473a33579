using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Reason = Twin.V1.ErrorReason;
using Status = Grpc.Core.Status;

namespace Twin.Grpc.Lookup;

/// <summary>The errors that a service answers with: a status, a message for people, and a reason for programs as <c>twin/v1/errors.proto</c> says.</summary>
internal static class Failure
{
    /// <summary>What a stream or call ends with at the end of the twin.</summary>
    public const string StoppingMessage = "the twin is stopping";

    /// <summary>Domain of the reasons.</summary>
    public const string Domain = "twin.v1";

    private const string DetailsKey = "grpc-status-details-bin";

    // A status travels in headers, its message twice, and clients accept 8 kB of them: one that repeats a long text of the request would not arrive at all.
    private const int LongestMessage = 2000;
    private const int LongestValue = 512;

    public static RpcException NotFound(string message) => Make(Reason.UnknownName, message);

    public static RpcException Unknown(string kind, string name, IEnumerable<string> nearest, string message) => Make(
        Reason.UnknownName, message, ("kind", kind), ("name", name), ("nearest", string.Join(',', nearest)));

    public static RpcException Unauthenticated(string message) => Make(Reason.NotAuthenticated, message);

    /// <summary>A role that is too low.</summary>
    /// <param name="needed">The role that is needed.</param>
    /// <param name="has">The role that the caller has.</param>
    /// <param name="message">For people.</param>
    public static RpcException Denied(string needed, string has, string message) =>
        Make(Reason.RoleTooLow, message, ("needed", needed), ("has", has));

    public static RpcException Taken(string kind, string name, string message) =>
        Make(Reason.NameTaken, message, ("kind", kind), ("name", name));

    public static RpcException Invalid(string message) => Make(Reason.MalformedRequest, message);

    /// <summary>A value that is out of range.</summary>
    /// <param name="name">Path or field.</param>
    /// <param name="value">The value, or null when it is not known here.</param>
    /// <param name="minimum">Lowest valid value; NaN when there is none.</param>
    /// <param name="maximum">Highest valid value; NaN when there is none.</param>
    /// <param name="unit">UCUM code of the three; empty for a plain number.</param>
    /// <param name="message">For people.</param>
    public static RpcException OutOfRange(string name, double? value, double minimum, double maximum, string unit, string message)
    {
        List<(string, string)> metadata = [("name", name), ("unit", unit)];
        if (value is { } number)
            metadata.Add(("value", Text(number)));
        if (!double.IsNaN(minimum))
            metadata.Add(("minimum", Text(minimum)));
        if (!double.IsNaN(maximum))
            metadata.Add(("maximum", Text(maximum)));
        return Make(Reason.OutOfRange, message, [.. metadata]);
    }

    public static RpcException NotNow(string message) => Make(Reason.NotNow, message);

    public static RpcException Exhausted(string message) => Make(Reason.LimitReached, message);

    public static RpcException TooManyPatterns(int count, int maximum) => Exhausted($"The request has {count} globs; at most {maximum} are accepted.");

    public static RpcException Stopping() => Make(Reason.Stopping, StoppingMessage);

    public static RpcException NoFrame() => Make(Reason.NoStepYet, "no step has been published yet");

    /// <summary>The status that goes with a reason; <c>errors.proto</c> says the same.</summary>
    /// <param name="reason">The reason.</param>
    public static StatusCode StatusOf(Reason reason) => reason switch
    {
        Reason.MalformedRequest or Reason.OutOfRange => StatusCode.InvalidArgument,
        Reason.UnknownName => StatusCode.NotFound,
        Reason.NameTaken => StatusCode.AlreadyExists,
        Reason.NotNow or Reason.BuildRejected => StatusCode.FailedPrecondition,
        Reason.LimitReached or Reason.Busy => StatusCode.ResourceExhausted,
        Reason.NoStepYet or Reason.Stopping or Reason.StorageFailed => StatusCode.Unavailable,
        Reason.NotAuthenticated => StatusCode.Unauthenticated,
        Reason.RoleTooLow => StatusCode.PermissionDenied,
        Reason.InternalFault => StatusCode.Internal,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Every reason has a status."),
    };

    /// <summary>Any error.</summary>
    /// <param name="reason">Why; the status follows from it.</param>
    /// <param name="message">For people.</param>
    /// <param name="metadata">What the reason says besides.</param>
    public static RpcException Make(Reason reason, string message, params ReadOnlySpan<(string Key, string Value)> metadata) => Make(reason, message, null, metadata);

    /// <summary>Any error with a further detail.</summary>
    /// <param name="reason">Why; the status follows from it.</param>
    /// <param name="message">For people.</param>
    /// <param name="detail">What the reason says besides, small enough for a header; null for nothing.</param>
    /// <param name="metadata">What the reason says in words.</param>
    public static RpcException Make(Reason reason, string message, IMessage? detail, params ReadOnlySpan<(string Key, string Value)> metadata)
    {
        // Field 1 of ErrorInfo: 'reason' since 2020, 'type' in the text that the package was made from.
        var info = new ErrorInfo { Domain = Domain, Type = Name(reason) };
        foreach ((string key, string value) in metadata)
            info.Metadata[key] = Cut(value, LongestValue);
        message = Cut(message, LongestMessage);
        StatusCode code = StatusOf(reason);
        var details = new Google.Rpc.Status { Code = (int)code, Message = message, Details = { Any.Pack(info) } };
        if (detail is not null)
            details.Details.Add(Any.Pack(detail));
        return new RpcException(new Status(code, message), new Metadata { { DetailsKey, details.ToByteArray() } }, message);
    }

    /// <summary>A text, or the beginning of one that is too long.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">Characters that are kept.</param>
    public static string Cut(string text, int longest) =>
        text.Length <= longest ? text : $"{text.AsSpan(0, char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)}... (cut off)";

    // The name that the .proto file gives it.
    private static string Name(Reason reason) => V1.ErrorsReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)reason).Name;

    private static string Text(double number) => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
