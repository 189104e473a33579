using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Testing;

namespace Twin.Grpc.Transport.Tests;

/// <summary>What a client sees that is not ours: bare HTTP/2 requests and the headers and trailers of their answers.</summary>
public sealed class WireTests
{
    private static readonly byte[] EmptyFrame = new byte[5];

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpc-web")]
    public async Task Request_OtherContentType_Is415(string type)
    {
        await using TestServer server = await TestServer.StartInteropAsync();
        using HttpResponseMessage response = await PostAsync(server, "grpc.testing.TestService/EmptyCall", EmptyFrame, type);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task Request_UnknownServiceWithOtherContentType_IsLeftToTheApplication()
    {
        await using TestServer server = await TestServer.StartInteropAsync();
        using HttpResponseMessage response = await PostAsync(server, "no.Such/Thing", EmptyFrame, "text/plain");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("no.Such/Thing")]
    [InlineData("grpc.testing.TestService/Thing")]
    public async Task Request_UnknownMethod_IsUnimplementedInHeadersAlone(string path)
    {
        await using TestServer server = await TestServer.StartInteropAsync();
        using HttpResponseMessage response = await PostAsync(server, path, EmptyFrame);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("12", Assert.Single(response.Headers.GetValues("grpc-status")));
        Assert.Empty(response.TrailingHeaders);
    }

    [Fact]
    public async Task Response_OfUnaryCall_HasStatusInTrailers()
    {
        await using TestServer server = await TestServer.StartInteropAsync();
        using HttpResponseMessage response = await PostAsync(server, "grpc.testing.TestService/EmptyCall", EmptyFrame, "application/grpc+proto");
        Assert.Equal(EmptyFrame, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/grpc", response.Content.Headers.ContentType?.MediaType);
        Assert.False(response.Headers.Contains("grpc-status"));
        Assert.Equal("0", Assert.Single(response.TrailingHeaders.GetValues("grpc-status")));
    }

    [Fact]
    public async Task Response_OfFailedCall_PercentEncodesMessage()
    {
        await using TestServer server = await TestServer.StartAsync(
            new Script { Unary = (_, _) => throw new RpcException(new Status(StatusCode.Unknown, "\t%a\r\n\u20ac~")) });
        using HttpResponseMessage response = await PostAsync(server, "grpc.testing.TestService/UnaryCall", EmptyFrame);
        Assert.Equal("%09%25a%0D%0A%E2%82%AC~", Assert.Single(response.Headers.GetValues("grpc-message")));
    }

    [Fact]
    public async Task Request_UnknownEncoding_IsUnimplementedAndTellsWhatIsAccepted()
    {
        await using TestServer server = await TestServer.StartInteropAsync();
        using HttpResponseMessage response = await PostAsync(
            server, "grpc.testing.TestService/EmptyCall", EmptyFrame, change: headers => headers.Add("grpc-encoding", "snappy"));
        Assert.Equal("12", Assert.Single(response.Headers.GetValues("grpc-status")));
        Assert.Equal("identity,gzip", Assert.Single(response.Headers.GetValues("grpc-accept-encoding")));
    }

    [Theory]
    [InlineData(new byte[] { }, "12")] // no request
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, "12")] // two requests
    [InlineData(new byte[] { 0, 0, 0 }, "13")] // half a header
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1 }, "13")] // half a message
    [InlineData(new byte[] { 2, 0, 0, 0, 0 }, "13")] // a flag that does not exist
    [InlineData(new byte[] { 1, 0, 0, 0, 0 }, "13")] // compressed without an encoding
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 255 }, "13")] // no protobuf
    [InlineData(new byte[] { 0, 255, 255, 255, 255 }, "8")] // 4 GiB announced
    public async Task Request_Malformed_EndsWithStatus(byte[] body, string status)
    {
        await using TestServer server = await TestServer.StartInteropAsync();
        using HttpResponseMessage response = await PostAsync(server, "grpc.testing.TestService/UnaryCall", body);
        Assert.Equal(status, Assert.Single(response.Headers.GetValues("grpc-status")));
    }

    [Fact]
    public async Task Request_CorruptGzip_IsInternal()
    {
        await using TestServer server = await TestServer.StartInteropAsync();
        using HttpResponseMessage response = await PostAsync(
            server, "grpc.testing.TestService/UnaryCall", [1, 0, 0, 0, 3, 1, 2, 3], change: headers => headers.Add("grpc-encoding", "gzip"));
        Assert.Equal("13", Assert.Single(response.Headers.GetValues("grpc-status")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("S")]
    [InlineData("123456789S")]
    [InlineData("1x")]
    [InlineData("-1S")]
    public async Task Request_MalformedTimeout_IsInternal(string timeout)
    {
        await using TestServer server = await TestServer.StartInteropAsync();
        using HttpResponseMessage response = await PostAsync(
            server, "grpc.testing.TestService/EmptyCall", EmptyFrame, change: headers => headers.TryAddWithoutValidation("grpc-timeout", timeout));
        Assert.Equal("13", Assert.Single(response.Headers.GetValues("grpc-status")));
    }

    [Fact]
    public async Task Trailers_HoldWhatCannotBeSent_StatusIsInternalAndSaysSo()
    {
        await using TestServer server = await TestServer.StartAsync(new Script
        {
            Unary = (_, context) =>
            {
                context.ResponseTrailers.Add("own", "r\u00e9sum\u00e9");
                return Task.FromResult(new SimpleResponse());
            },
        });
        using HttpResponseMessage response = await PostAsync(server, "grpc.testing.TestService/UnaryCall", EmptyFrame);
        await response.Content.ReadAsByteArrayAsync();
        Assert.Equal("13", Assert.Single(response.TrailingHeaders.GetValues("grpc-status")));
        Assert.Contains("U+00E9", Assert.Single(response.TrailingHeaders.GetValues("grpc-message")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_MethodInOtherCase_IsUnimplemented()
    {
        await using TestServer server = await TestServer.StartInteropAsync();
        using HttpResponseMessage response = await PostAsync(server, "grpc.testing.TestService/emptyCall", EmptyFrame);
        Assert.Equal("12", Assert.Single(response.Headers.GetValues("grpc-status")));
    }

    [Fact]
    public async Task Response_ServerCompresses_FrameIsFlaggedForClientsThatAccept()
    {
        await using TestServer server = await TestServer.StartAsync(
            new Script
            {
                ServerStream = async (_, responses, _) =>
                {
                    await responses.WriteAsync(new StreamingOutputCallResponse { Payload = new Payload { Type = PayloadType.Compressable } });
                    await responses.WriteAsync(new StreamingOutputCallResponse());
                    responses.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
                    await responses.WriteAsync(new StreamingOutputCallResponse());
                },
            },
            options => options.ResponseCompressionAlgorithm = "gzip");
        const string path = "grpc.testing.TestService/StreamingOutputCall";
        using HttpResponseMessage compressed = await PostAsync(
            server, path, EmptyFrame, change: headers => headers.TryAddWithoutValidation("grpc-accept-encoding", "identity, gzip"));
        Assert.Equal("gzip", Assert.Single(compressed.Headers.GetValues("grpc-encoding")));
        byte[] body = await compressed.Content.ReadAsByteArrayAsync();
        Assert.Equal(1, body[0]);
        // Neither an empty message, which gzip makes nothing of, nor one that must not be is compressed.
        Assert.Equal(new byte[10], body[^10..]);
        Assert.Equal(body.Length, 5 + body[4] + 10);
        using HttpResponseMessage plain = await PostAsync(server, path, EmptyFrame);
        Assert.False(plain.Headers.Contains("grpc-encoding"));
        Assert.Equal([0, 0, 0, 0, 2, 10, 0, .. new byte[10]], await plain.Content.ReadAsByteArrayAsync());
    }

    private static async Task<HttpResponseMessage> PostAsync(
        TestServer server, string path, byte[] body, string type = "application/grpc", Action<HttpRequestHeaders>? change = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{server.Address}/{path}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        request.Headers.TryAddWithoutValidation("te", "trailers");
        change?.Invoke(request.Headers);
        return await http.SendAsync(request).WaitAsync(TestServer.Patience);
    }
}
