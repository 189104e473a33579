using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;
using Twin.Grpc.Interop;

namespace Twin.Grpc.Transport.Tests.Mutations;

/// <summary>What the service of the interoperability tests answers to a request, by its description.</summary>
internal static class ReferenceInterop
{
    public const string Prefix = "/grpc.testing.TestService/";
    private const int LongestPauseMicroseconds = 60_000_000;

    /// <summary>The right answer; null for a request that asks for more time or bytes than a test has.</summary>
    public static Expectation? Of(WireRequest request)
    {
        string? method = request.Path.StartsWith(Prefix, StringComparison.Ordinal) ? request.Path[Prefix.Length..] : null;
        bool isKnown = method is "EmptyCall" or "UnaryCall" or "StreamingOutputCall" or "StreamingInputCall" or "FullDuplexCall" or "UnimplementedCall";
        if (ReferenceFraming.OfHeaders(request, isKnown) is { } early)
            return early;
        var call = new Reading(request);
        StatusCode? status = method switch
        {
            "EmptyCall" => call.Single(Empty.Parser, (_, _) => StatusCode.OK),
            "UnimplementedCall" => call.Single(Empty.Parser, (_, _) => StatusCode.Unimplemented),
            "UnaryCall" => call.Single(SimpleRequest.Parser, (message, compressed) =>
                IsWrong(message.ExpectCompressed, compressed) ? StatusCode.InvalidArgument
                : Asked(message.ResponseStatus) ?? Sized(message.ResponseSize) ?? call.Metadata ?? StatusCode.OK),
            "StreamingOutputCall" => call.Single(StreamingOutputCallRequest.Parser, (message, _) =>
                Asked(message.ResponseStatus) ?? call.Metadata ?? Answered(message) ?? StatusCode.OK),
            "StreamingInputCall" => call.Metadata ?? call.Each(StreamingInputCallRequest.Parser, (message, compressed) =>
                IsWrong(message.ExpectCompressed, compressed) ? StatusCode.InvalidArgument : null),
            _ => call.Metadata ?? call.Each(StreamingOutputCallRequest.Parser, (message, _) => Asked(message.ResponseStatus) ?? Answered(message)),
        };
        return call.IsTooMuch ? null : Expectation.Call(status.Value);

        StatusCode? Answered(StreamingOutputCallRequest message)
        {
            foreach (ResponseParameters parameters in message.ResponseParameters)
            {
                if (Sized(parameters.Size) is { } refused)
                    return refused;
                if (parameters.IntervalUs is < 0 or > LongestPauseMicroseconds)
                    return StatusCode.InvalidArgument;
                call.IsTooMuch |= parameters.IntervalUs > 1000;
            }

            return null;
        }

        StatusCode? Sized(int size)
        {
            if (size is < 0 or > InteropTestService.MaximumSize)
                return StatusCode.InvalidArgument;
            call.IsTooMuch |= size > 100_000;
            return null;
        }
    }

    private static bool IsWrong(BoolValue? expected, bool compressed) => expected is not null && expected.Value != compressed;

    private static StatusCode? Asked(EchoStatus? status) => status?.Code switch
    {
        null or 0 => null,
        >= 1 and <= 16 => (StatusCode)status.Code,
        _ => StatusCode.InvalidArgument,
    };

    /// <summary>Reads the messages of a request as the kinds of calls do.</summary>
    private sealed class Reading(WireRequest request)
    {
        public bool IsTooMuch { get; set; }

        public StatusCode? Metadata => ReferenceFraming.HasGoodMetadata(request) ? null : StatusCode.Internal;

        public StatusCode Single<T>(MessageParser<T> parser, Func<T, bool, StatusCode> handle)
            where T : class, IMessage<T>
        {
            string? encoding = request.Find("grpc-encoding");
            ReadOnlySpan<byte> body = request.Body;
            if (ReferenceFraming.Take(ref body, encoding, parser.ParseFrom, out StatusCode? failure, out bool compressed) is not { } message)
                return failure ?? StatusCode.Unimplemented;
            if (ReferenceFraming.Take(ref body, encoding, parser.ParseFrom, out failure, out _) is not null)
                return StatusCode.Unimplemented;
            return failure ?? handle(message, compressed);
        }

        public StatusCode Each<T>(MessageParser<T> parser, Func<T, bool, StatusCode?> handle)
            where T : class, IMessage<T>
        {
            ReadOnlySpan<byte> body = request.Body;
            while (ReferenceFraming.Take(ref body, request.Find("grpc-encoding"), parser.ParseFrom, out StatusCode? failure, out bool compressed) is var message)
            {
                if (message is null)
                    return failure ?? StatusCode.OK;
                if (handle(message, compressed) is { } end)
                    return end;
            }

            return StatusCode.OK;
        }
    }
}
