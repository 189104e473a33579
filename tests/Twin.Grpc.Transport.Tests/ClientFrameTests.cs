using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Testing;

namespace Twin.Grpc.Transport.Tests;

/// <summary>Our client against servers that answer wrongly, each answer made of frames: the call ends, with the status that the protocol's documents have.</summary>
public sealed class ClientFrameTests
{
    private static readonly (string, string) GrpcType = ("content-type", "application/grpc");

    /// <summary>The status of a unary and of a streaming call that are answered by these frames; a client that took the answer for good has OK.</summary>
    private static async Task<(Status Unary, Status Stream)> StatusesAsync(params byte[][] frames)
    {
        using var unaryServer = new FrameServer();
        using GrpcChannel unaryChannel = GrpcChannel.ForAddress(unaryServer.Address);
        Task answering = unaryServer.AnswerAsync(frames);
        AsyncUnaryCall<SimpleResponse> unary = new TestService.TestServiceClient(unaryChannel).UnaryCallAsync(new SimpleRequest());
        await Record.ExceptionAsync(() => unary.ResponseAsync.WaitAsync(TestServer.Patience));
        unaryChannel.Dispose();
        await answering.WaitAsync(TestServer.Patience);

        using var streamServer = new FrameServer();
        using GrpcChannel streamChannel = GrpcChannel.ForAddress(streamServer.Address);
        answering = streamServer.AnswerAsync(frames);
        AsyncServerStreamingCall<StreamingOutputCallResponse> stream =
            new TestService.TestServiceClient(streamChannel).StreamingOutputCall(new StreamingOutputCallRequest());
        await Record.ExceptionAsync(async () =>
        {
            while (await stream.ResponseStream.MoveNext().WaitAsync(TestServer.Patience))
                continue;
        });
        streamChannel.Dispose();
        await answering.WaitAsync(TestServer.Patience);
        return (unary.GetStatus(), stream.GetStatus());
    }

    private static async Task ExpectAsync(StatusCode status, string text, params byte[][] frames)
    {
        (Status unary, Status stream) = await StatusesAsync(frames);
        Assert.Equal((status, status), (unary.StatusCode, stream.StatusCode));
        Assert.Contains(text, unary.Detail, StringComparison.Ordinal);
        Assert.Contains(text, stream.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, StatusCode.Internal)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(405, StatusCode.Unknown)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(500, StatusCode.Unknown)]
    [InlineData(502, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(504, StatusCode.Unavailable)]
    [InlineData(204, StatusCode.Unknown)]
    [InlineData(302, StatusCode.Unknown)]
    public Task Answer_HttpErrorWithoutStatus_IsMapped(int http, StatusCode status) =>
        ExpectAsync(status, $"HTTP status {http}", FrameServer.Headers(end: true, http, ("content-type", "text/html")));

    [Fact]
    public Task Answer_HttpErrorWithStatus_StatusHolds() => ExpectAsync(
        StatusCode.NotFound, "no such thing",
        FrameServer.Headers(end: true, 503, GrpcType, ("grpc-status", "5"), ("grpc-message", "no%20such thing")));

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json")]
    public Task Answer_OtherContentType_IsUnknown(string type) => ExpectAsync(
        StatusCode.Unknown, type, FrameServer.Headers(end: false, 200, ("content-type", type)), FrameServer.Data(end: true, 1, 2, 3));

    [Fact]
    public Task Answer_HeadersAloneWithStatus_IsTheStatus() => ExpectAsync(
        StatusCode.ResourceExhausted, "100% \u20ac", FrameServer.Headers(end: true, 200, GrpcType, ("grpc-status", "8"), ("grpc-message", "100%25 %E2%82%AC")));

    [Theory]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("17")]
    [InlineData("99999999999")]
    public Task Answer_StatusThatDoesNotExist_IsUnknown(string status) => ExpectAsync(
        StatusCode.Unknown, "", FrameServer.ResponseHeaders, FrameServer.EmptyMessage, FrameServer.Trailers(("grpc-status", status)));

    [Fact]
    public Task Answer_EndsWithoutTrailers_IsInternal() =>
        ExpectAsync(StatusCode.Internal, "without a status", FrameServer.ResponseHeaders, FrameServer.Data(end: true, 0, 0, 0, 0, 0));

    [Fact]
    public Task Answer_HeadersAloneWithoutStatus_IsInternal() =>
        ExpectAsync(StatusCode.Internal, "without a status", FrameServer.Headers(end: true, 200, GrpcType));

    [Theory]
    [InlineData(new byte[] { 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1, 2 })]
    public Task Answer_EndsWithinMessage_IsInternal(byte[] bytes) => ExpectAsync(
        StatusCode.Internal, "within a message", FrameServer.ResponseHeaders, FrameServer.Data(end: false, bytes), FrameServer.Trailers(0, ""));

    [Theory]
    [InlineData(new byte[] { 7, 0, 0, 0, 0 }, StatusCode.Internal)] // a flag that does not exist
    [InlineData(new byte[] { 1, 0, 0, 0, 1, 0 }, StatusCode.Internal)] // compressed without an encoding
    [InlineData(new byte[] { 0, 255, 255, 255, 255 }, StatusCode.ResourceExhausted)] // 4 GiB announced
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 255 }, StatusCode.Internal)] // no protobuf
    public Task Answer_MalformedMessage_EndsTheCall(byte[] bytes, StatusCode status) =>
        ExpectAsync(status, "", FrameServer.ResponseHeaders, FrameServer.Data(end: false, bytes), FrameServer.Trailers(0, ""));

    [Fact]
    public Task Answer_EncodingThatNobodyOffered_IsUnimplementedForCompressedMessages() => ExpectAsync(
        StatusCode.Unimplemented, "snappy",
        FrameServer.Headers(end: false, 200, GrpcType, ("grpc-encoding", "snappy")), FrameServer.Data(end: false, 1, 0, 0, 0, 1, 0), FrameServer.Trailers(0, ""));

    [Fact]
    public async Task Answer_InflatesBeyondLimit_IsResourceExhausted()
    {
        var bomb = new MemoryStream();
        using (var gzip = new GZipStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(new byte[8 << 20]);
        byte[] message = [1, 0, (byte)(bomb.Length >> 16), (byte)(bomb.Length >> 8), (byte)bomb.Length, .. bomb.ToArray()];
        await ExpectAsync(
            StatusCode.ResourceExhausted, "inflates",
            FrameServer.Headers(end: false, 200, GrpcType, ("grpc-encoding", "gzip")), FrameServer.Data(end: false, message), FrameServer.Trailers(0, ""));
    }

    [Fact]
    public async Task Answer_WrongCountOfMessages_FailsUnaryCallsOnly()
    {
        (Status none, Status empty) = await StatusesAsync(FrameServer.ResponseHeaders, FrameServer.Trailers(0, ""));
        Assert.Equal((StatusCode.Internal, StatusCode.OK), (none.StatusCode, empty.StatusCode));
        (Status two, Status stream) = await StatusesAsync(
            FrameServer.ResponseHeaders, FrameServer.EmptyMessage, FrameServer.EmptyMessage, FrameServer.Trailers(0, ""));
        Assert.Equal((StatusCode.Unimplemented, StatusCode.OK), (two.StatusCode, stream.StatusCode));
    }

    [Fact]
    public Task Answer_BinaryTrailerThatIsNoBase64_IsInternal() => ExpectAsync(
        StatusCode.Internal, "own-bin",
        FrameServer.ResponseHeaders, FrameServer.EmptyMessage, FrameServer.Trailers(("grpc-status", "0"), ("own-bin", "***")));

    [Theory]
    [InlineData(0, StatusCode.Internal)]
    [InlineData(1, StatusCode.Internal)]
    [InlineData(2, StatusCode.Internal)]
    [InlineData(3, StatusCode.Internal)]
    [InlineData(4, StatusCode.Internal)]
    [InlineData(5, StatusCode.Internal)]
    [InlineData(6, StatusCode.Internal)]
    [InlineData(8, StatusCode.Cancelled)]
    [InlineData(9, StatusCode.Internal)]
    [InlineData(10, StatusCode.Internal)]
    [InlineData(11, StatusCode.ResourceExhausted)]
    [InlineData(12, StatusCode.PermissionDenied)]
    public Task Answer_Reset_IsMapped(int error, StatusCode status) =>
        ExpectAsync(status, $"HTTP/2 error {error}.", FrameServer.ResponseHeaders, FrameServer.EmptyMessage, FrameServer.Reset(error));

    [Fact]
    public Task Answer_ConnectionEndsInTheMiddle_IsUnavailable() =>
        ExpectAsync(StatusCode.Unavailable, "", FrameServer.ResponseHeaders, FrameServer.EmptyMessage);

    [Fact]
    public Task Answer_GoAwayInTheMiddle_IsUnavailable() =>
        ExpectAsync(StatusCode.Unavailable, "", FrameServer.ResponseHeaders, FrameServer.EmptyMessage, FrameServer.GoAway(0));
}
